//! `cargo xtask`: everything that is done with Quantscope besides editing it.
//!
//! Each command first does whatever set-up is missing, says what it is doing, and
//! ends either with success or with one clear sentence and exit code 1.

mod bench;
mod facts;
mod hosts;
mod imports;
mod module;
mod onefile;
mod order;
mod pack;
mod plan;
mod process;
mod report;
mod say;
mod serve;
mod setup;
mod size;
mod split;
mod test;
mod wasm;

use clap::{Args, Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "Build, serve, test and measure Quantscope"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Which Rust compiles the page; `auto` takes what is there or can be had.
    #[arg(long, global = true, value_enum, default_value_t)]
    compiler: plan::Compiler,
}

#[derive(Subcommand)]
enum Command {
    /// Build the page and serve it on this machine.
    Serve(ServeArgs),
    /// Build the page into dist/, ready for any static host.
    Build {
        /// Record the size of the first visit as what `test` compares with.
        #[arg(long)]
        record_size: bool,
        /// Where the page is on the web, such as https://example.org/quantscope/: what links of the one file point to.
        #[arg(long, value_name = "URL", value_parser = onefile::home)]
        home: Option<String>,
    },
    /// Run every check: format, clippy, native tests, the page's size, browser tests.
    Test {
        /// Also put all 2^32 floats through every small format (minutes).
        #[arg(long)]
        exhaustive: bool,
        /// Also run the programs in PyTorch (2 GB to download, then minutes).
        #[arg(long)]
        torch: bool,
        /// Also test the embed in pages of mdBook, Sphinx, JupyterLab and MyST (minutes to install).
        #[arg(long)]
        hosts: bool,
    },
    /// Measure speed in Chromium and natively, against the targets.
    Bench(bench::BenchArgs),
    /// Train networks on the digits and write what quantization costs them into docs/accuracy.md.
    Report,
}

#[derive(Args)]
struct ServeArgs {
    /// Port on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Open the page in the default browser.
    #[arg(long)]
    open: bool,
    /// Serve dist/ as it is.
    #[arg(long)]
    no_build: bool,
    /// Path under which the page is served, as a static host might do.
    #[arg(long, default_value = "/", hide = true)]
    prefix: String,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let root = root();
    let result = match cli.command {
        Command::Serve(args) => serve_page(&root, cli.compiler, &args),
        Command::Build { record_size, home } => {
            build(&root, cli.compiler, record_size, home.as_deref())
        }
        Command::Test {
            exhaustive,
            torch,
            hosts,
        } => {
            let switches = test::Switches {
                exhaustive,
                torch,
                hosts,
            };
            test::run(&root, cli.compiler, switches)
        }
        Command::Bench(args) => bench::run(&root, cli.compiler, &args),
        Command::Report => report::run(&root),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::failure(&error);
            ExitCode::FAILURE
        }
    }
}

fn build(
    root: &Path,
    compiler: plan::Compiler,
    record_size: bool,
    home: Option<&str>,
) -> anyhow::Result<()> {
    let built = wasm::build(root, compiler, wasm::Optimizer::Wanted)?;
    if let Some(home) = home {
        onefile::set_home(&root.join("dist"), home)?;
    }
    let report = size::measure(root)?;
    report.print(&built.loads);
    if built.optimized {
        println!("{}", report.one_file()?);
    }
    if record_size {
        if !built.optimized {
            anyhow::bail!("The size is recorded only with wasm-opt, which needs Node.js.");
        }
        size::record(root, built.compiler, report.first_visit())?;
    }
    say::done("dist/ is ready for any static host, under any path.");
    Ok(())
}

fn serve_page(root: &Path, compiler: plan::Compiler, args: &ServeArgs) -> anyhow::Result<()> {
    // The port first: hearing after a three-minute build that it was busy is no fun.
    let server = serve::Server::bind(args.port, &args.prefix, &[("", root.join("dist"))])?;
    if !args.no_build {
        wasm::build(root, compiler, wasm::Optimizer::Wanted)?;
    }
    say::done(&format!("Quantscope is at {} (Ctrl-C ends).", server.url()));
    if args.open {
        setup::open_browser(&server.url());
    }
    server.run()
}

/// The folder of the workspace: the parent of this package.
fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_path_buf()
}
