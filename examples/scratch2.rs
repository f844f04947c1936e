use quantscope::lesson::{self, Given, Sample, Shelf, qat::QatReport, schemas};
use quantscope::state::State;
fn main() {
    let sample = Sample::new(vec![0.0]);
    for hash in std::env::args().skip(1) {
        let shelf = Shelf::default();
        let codes = |at: u32| -> (Vec<i32>, f64) {
            let state = State::parse(&format!("qat?{hash}&at={at}"), &schemas());
            let r: QatReport = postcard::from_bytes(&lesson::look(
                &state,
                &Given {
                    shelf: Some(&shelf),
                    ..Given::from(&sample)
                },
            ))
            .unwrap();
            (
                r.arms[2]
                    .layers
                    .iter()
                    .flat_map(|l| l.codes.clone())
                    .collect(),
                r.arms[2].accuracy.unwrap(),
            )
        };
        let mut n = 0;
        let mut last = codes(1550);
        let mut accs = vec![];
        for at in 1551..=1600 {
            let now = codes(at);
            n += now.0.iter().zip(&last.0).filter(|(a, b)| a != b).count();
            last = now;
            accs.push(last.1);
        }
        let mean = accs.iter().sum::<f64>() / 50.0;
        let min = accs.iter().copied().fold(1.0, f64::min);
        println!(
            "{hash}: {n} of {} changes; acc mean {mean:.3} min {min:.3}",
            last.0.len()
        );
    }
}
