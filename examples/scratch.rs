use quantscope::lesson::{self, Given, Sample, Shelf, qat::QatReport, schemas};
use quantscope::state::State;
fn main() {
    let sample = Sample::new(vec![0.0]);
    let shelf = Shelf {
        digits: std::fs::read("page/data/digits.bin").ok(),
        ..Default::default()
    };
    for hash in std::env::args().skip(1) {
        for seed in 1..=3 {
            let full = format!("#/qat?{hash}&seed={seed}");
            let state = State::parse(&full, &schemas());
            let t = std::time::Instant::now();
            let bytes = lesson::look(
                &state,
                &Given {
                    shelf: Some(&shelf),
                    ..Given::from(&sample)
                },
            );
            let r: QatReport = postcard::from_bytes(&bytes).unwrap();
            if let Some(p) = &r.problem {
                println!("{full}: {p}");
                continue;
            }
            let a: Vec<String> = r
                .arms
                .iter()
                .map(|a| {
                    format!(
                        "{:.3}/{:.3}/{}B",
                        a.accuracy.unwrap_or(-1.0),
                        a.loss,
                        a.size
                    )
                })
                .collect();
            println!(
                "{full}: {} [{} ms, report {} KB]",
                a.join("  "),
                t.elapsed().as_millis(),
                bytes.len() / 1024
            );
        }
    }
}
