//! A small static server, for `serve`, the browser tests and the benchmarks.

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Folders served on 127.0.0.1.
pub struct Server {
    listener: TcpListener,
    files: Files,
    port: u16,
}

/// Which paths lead to which files.
struct Files {
    /// Starts and ends with a slash.
    prefix: String,
    /// First path segment after the prefix (`""` for all the rest) and its folder.
    mounts: Vec<(String, PathBuf)>,
}

impl Server {
    /// Takes the port (0: any that is free); a busy one is an error that says so.
    ///
    /// `mounts` are folders under a first path segment; `""` takes what no other does.
    pub fn bind(port: u16, prefix: &str, mounts: &[(&str, PathBuf)]) -> Result<Server> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = match TcpListener::bind(address) {
            Ok(listener) => listener,
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
                bail!(
                    "Port {port} is busy: another program listens there; choose another with --port."
                )
            }
            Err(error) => return Err(error).with_context(|| format!("Port {port} cannot be used")),
        };
        let port = listener
            .local_addr()
            .context("The port is not known")?
            .port();
        let files = Files {
            prefix: match prefix.trim_matches('/') {
                "" => "/".to_string(),
                inner => format!("/{inner}/"),
            },
            mounts: mounts
                .iter()
                .map(|(name, folder)| (name.to_string(), folder.clone()))
                .collect(),
        };
        Ok(Server {
            listener,
            files,
            port,
        })
    }

    /// The address of the page.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.files.prefix)
    }

    /// Serves until the program ends.
    pub fn run(self) -> Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_io()
            .build()
            .context("The server cannot be started")?;
        let files = Arc::new(self.files);
        let app = Router::new().fallback(move |request: Request<Body>| {
            let files = Arc::clone(&files);
            async move { files.answer(request.method(), request.uri().path()) }
        });
        runtime.block_on(async {
            self.listener.set_nonblocking(true)?;
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            axum::serve(listener, app).await
        })?;
        Ok(())
    }

    /// Serves from threads of its own; returns the address of the page.
    pub fn run_in_background(self) -> String {
        let url = self.url();
        std::thread::spawn(move || self.run());
        url
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Reply {
    File(PathBuf),
    Redirect(String),
    Status(u16),
}

impl Files {
    fn answer(&self, method: &Method, path: &str) -> Response {
        let reply = match *method {
            Method::GET | Method::HEAD => self.find(path),
            _ => Reply::Status(405),
        };
        match reply {
            Reply::File(path) => match std::fs::read(&path) {
                Ok(bytes) => (
                    [
                        (header::CONTENT_TYPE, content_type(&path)),
                        (header::CACHE_CONTROL, "no-cache"),
                        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                    ],
                    bytes,
                )
                    .into_response(),
                Err(_) => status(404),
            },
            Reply::Redirect(to) => (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
            Reply::Status(code) => status(code),
        }
    }

    /// The file for a request's path and query.
    fn find(&self, url: &str) -> Reply {
        let path = url.split(['?', '#']).next().unwrap_or("");
        let short_of_prefix = path == "/" || format!("{path}/") == self.prefix;
        if self.prefix != "/" && short_of_prefix {
            return Reply::Redirect(self.prefix.clone());
        }
        let Some(inner) = path.strip_prefix(&self.prefix) else {
            return Reply::Status(404);
        };
        let Some(segments) = segments(inner) else {
            return Reply::Status(400);
        };
        let mount = |name: &str| {
            self.mounts
                .iter()
                .find(|(mount, _)| mount == name)
                .map(|(_, folder)| folder)
        };
        let (folder, segments) = match segments.split_first() {
            Some((first, rest)) if !first.is_empty() && mount(first).is_some() => {
                (mount(first), rest)
            }
            _ => (mount(""), segments.as_slice()),
        };
        let Some(folder) = folder else {
            return Reply::Status(404);
        };
        let mut file = folder.clone();
        file.extend(segments);
        if file.is_dir() {
            if !inner.is_empty() && !inner.ends_with('/') {
                return Reply::Redirect(format!("{path}/"));
            }
            file.push("index.html");
        }
        if inside(folder, &file) {
            Reply::File(file)
        } else {
            Reply::Status(404)
        }
    }
}

/// The decoded names of a path; nothing if one of them could lead out of its folder.
fn segments(path: &str) -> Option<Vec<String>> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .map(|segment| {
            let name = decode(segment)?;
            let plain = name != "." && name != ".." && !name.contains(['/', '\\', '\0', ':']);
            plain.then_some(name)
        })
        .collect()
}

/// Undoes percent-encoding; nothing if it is malformed or not UTF-8.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            if !digits.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Is this an existing file under the folder, symbolic links followed?
fn inside(folder: &Path, file: &Path) -> bool {
    match (folder.canonicalize(), file.canonicalize()) {
        (Ok(folder), Ok(file)) => file.starts_with(folder) && file.is_file(),
        _ => false,
    }
}

/// The media type that a file's name stands for.
fn content_type(path: &Path) -> &'static str {
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or("");
    match extension {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" | "ts" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn status(code: u16) -> Response {
    let text = match code {
        400 => "This path makes no sense.\n",
        405 => "Only GET and HEAD.\n",
        _ => "There is no such file.\n",
    };
    let code = StatusCode::from_u16(code).unwrap_or(StatusCode::NOT_FOUND);
    (code, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    fn here() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
    }

    fn files(prefix: &str) -> Files {
        Files {
            prefix: prefix.into(),
            mounts: vec![("".into(), here().join("src")), ("up".into(), here())],
        }
    }

    #[test]
    fn paths_lead_to_files() {
        let files = files("/sub/path/");
        let source = |name: &str| Reply::File(here().join("src").join(name));
        assert_eq!(files.find("/sub/path/main.rs"), source("main.rs"));
        assert_eq!(files.find("/sub/path/m%61in.rs?x=1"), source("main.rs"));
        assert_eq!(
            files.find("/sub/path/up/Cargo.toml"),
            Reply::File(here().join("Cargo.toml"))
        );
        assert_eq!(files.find("/"), Reply::Redirect("/sub/path/".into()));
        assert_eq!(
            files.find("/sub/path"),
            Reply::Redirect("/sub/path/".into())
        );
        assert_eq!(
            files.find("/sub/path/up/src"),
            Reply::Redirect("/sub/path/up/src/".into())
        );
        assert_eq!(files.find("/main.rs"), Reply::Status(404));
        assert_eq!(files.find("/sub/path/absent.rs"), Reply::Status(404));
    }

    #[test]
    fn no_path_leads_out() {
        let files = files("/");
        let hostile = [
            "/../Cargo.toml",
            "/%2e%2e/Cargo.toml",
            "/..%2fCargo.toml",
            "/..%5cCargo.toml",
            "/%2fetc/passwd",
            "//etc/passwd",
            "/c:/windows",
            "/%",
            "/%zz",
            "/%+1",
            "/%ff",
            "/a%00b",
            "etc/passwd",
            "",
            "/up/../src/main.rs",
        ];
        for path in hostile {
            assert!(
                matches!(files.find(path), Reply::Status(400 | 404)),
                "{path} is answered"
            );
        }
    }

    #[test]
    fn a_busy_port_is_one_sentence() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = Server::bind(port, "/", &[]).err().unwrap();
        assert_eq!(
            error.to_string(),
            format!(
                "Port {port} is busy: another program listens there; choose another with --port."
            )
        );
    }

    #[test]
    fn a_browser_gets_files_with_their_types() {
        let folder = std::env::temp_dir().join(format!("quantscope-serve-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("index.html"), "<p>hello").unwrap();
        std::fs::write(folder.join("a.wasm"), b"\0asm").unwrap();
        let server = Server::bind(0, "/sub", &[("", folder.clone())]).unwrap();
        let port = server.port;
        server.run_in_background();
        let get = |path: &str| {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
            write!(
                stream,
                "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            )
            .unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        };
        let page = get("/sub/");
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        assert!(page.contains("content-type: text/html"), "{page}");
        assert!(page.ends_with("<p>hello"), "{page}");
        assert!(get("/sub/a.wasm").contains("content-type: application/wasm"));
        assert!(get("/sub/none").starts_with("HTTP/1.1 404"));
        assert!(get("/sub/../../etc/passwd").starts_with("HTTP/1.1 400"));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
