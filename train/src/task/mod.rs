//! What a network is to learn: examples to train on, and others that are held out.

mod checkerboard;
mod circles;
pub mod digits;
mod moons;
mod plane;
mod spirals;

use crate::error::{TrainError, refuse};
use crate::loss::Loss;
use crate::random::{Purpose, Source};

/// The most examples of a data set, and the most features of an example; the product fits 32 bits.
const MAX_EXAMPLES: usize = 1 << 18;
const MAX_FEATURES: usize = 4096;
const MAX_CLASSES: usize = 256;

/// What is asked of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Goal {
    /// To tell so many classes apart.
    Classes(usize),
    /// To give a number.
    Number,
}

impl Goal {
    /// Outputs that the network needs.
    pub const fn outputs(self) -> usize {
        match self {
            Goal::Classes(classes) => classes,
            Goal::Number => 1,
        }
    }

    /// The loss for it.
    pub const fn loss(self) -> Loss {
        match self {
            Goal::Classes(_) => Loss::CrossEntropy,
            Goal::Number => Loss::HalfSquare,
        }
    }
}

/// Examples.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Examples {
    /// The features, one example after the other.
    pub inputs: Vec<f32>,
    /// For each example the number of its class, or the number to give.
    pub targets: Vec<f32>,
}

impl Examples {
    /// How many.
    pub fn len(&self) -> usize {
        self.targets.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }
}

/// A data set.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    features: usize,
    side: Option<usize>,
    goal: Goal,
    train: Examples,
    test: Examples,
}

impl Data {
    /// A data set of one's own.
    ///
    /// Fails when there is no example in one of the sets, lengths do not fit, a class does not
    /// exist or a number is not finite.
    ///
    /// ```
    /// use quantscope_train::task::{Data, Examples, Goal};
    /// let one = Examples { inputs: vec![0.5, 1.0], targets: vec![2.0] };
    /// let refusal = Data::new(2, Goal::Classes(2), one.clone(), one).unwrap_err();
    /// assert_eq!(refusal.to_string(), "a class must be a whole number from 0 to 1, not 2");
    /// ```
    pub fn new(
        features: usize,
        goal: Goal,
        train: Examples,
        test: Examples,
    ) -> Result<Data, TrainError> {
        if !(1..=MAX_FEATURES).contains(&features) {
            let needed = format!("from 1 to {MAX_FEATURES}");
            return Err(refuse("features", needed, features));
        }
        if let Goal::Classes(classes) = goal
            && !(2..=MAX_CLASSES).contains(&classes)
        {
            return Err(refuse(
                "classes",
                format!("from 2 to {MAX_CLASSES}"),
                classes,
            ));
        }
        for set in [&train, &test] {
            check(set, features, goal)?;
        }
        Ok(Data {
            features,
            side: None,
            goal,
            train,
            test,
        })
    }

    /// [`Data::new`] of square pictures, pixels row by row, which a convolution can read.
    pub fn pictures(
        side: usize,
        goal: Goal,
        train: Examples,
        test: Examples,
    ) -> Result<Data, TrainError> {
        let features = side.checked_mul(side).unwrap_or_default();
        let mut data = Data::new(features, goal, train, test)?;
        data.side = Some(side);
        Ok(data)
    }

    /// Numbers of an example.
    pub fn features(&self) -> usize {
        self.features
    }

    /// The side of the square picture that an example is, row by row, if it is one.
    pub fn side(&self) -> Option<usize> {
        self.side
    }

    /// What is asked.
    pub fn goal(&self) -> Goal {
        self.goal
    }

    /// The examples to train on.
    pub fn train(&self) -> &Examples {
        &self.train
    }

    /// The examples that are held out.
    pub fn test(&self) -> &Examples {
        &self.test
    }
}

fn check(set: &Examples, features: usize, goal: Goal) -> Result<(), TrainError> {
    let count = set.len();
    if !(1..=MAX_EXAMPLES).contains(&count) {
        let needed = format!("from 1 to {MAX_EXAMPLES} in each set");
        return Err(refuse("examples", needed, count));
    }
    if set.inputs.len() != features * count {
        let needed = format!("{features} for each of {count} examples");
        return Err(refuse("inputs", needed, set.inputs.len()));
    }
    if !set.inputs.iter().chain(&set.targets).all(|x| x.is_finite()) {
        return Err(TrainError::Data(
            "a number of the data is not finite".into(),
        ));
    }
    if let Goal::Classes(classes) = goal {
        let known = |label: f32| label >= 0.0 && label < classes as f32 && label.fract() == 0.0;
        if let Some(label) = set.targets.iter().find(|label| !known(**label)) {
            let needed = format!("a whole number from 0 to {}", classes - 1);
            return Err(refuse("a class", needed, label));
        }
    }
    Ok(())
}

/// A two-dimensional task with as many examples as one likes, in about [-1, 1] both ways.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// The name used in links.
    pub id: &'static str,
    /// The name that people read.
    pub label: &'static str,
    /// What is asked.
    pub goal: Goal,
    /// A sensible noise.
    pub noise: f32,
    /// Writes one example: the point and its target, of a class of so many if there are classes.
    draw: fn(&mut Source, class: usize, noise: f32) -> ([f32; 2], f32),
}

/// Every two-dimensional task, in the order in which a menu shows them.
pub const TASKS: &[Task] = &[
    moons::TASK,
    circles::TASK,
    spirals::TASK,
    checkerboard::TASK,
    plane::TASK,
];

/// Examples to train on, and examples held out.
pub const TRAIN_EXAMPLES: usize = 512;
/// See [`TRAIN_EXAMPLES`].
pub const TEST_EXAMPLES: usize = 512;

/// The largest noise.
pub const MAX_NOISE: f32 = 1.0;

impl Task {
    /// The task with this id.
    pub fn by_id(id: &str) -> Option<&'static Task> {
        TASKS.iter().find(|task| task.id == id)
    }

    /// The examples of a seed. Classes come in equal numbers; the held-out set is drawn after the
    /// first from the same stream. The noise is taken to between 0 and [`MAX_NOISE`].
    ///
    /// ```
    /// use quantscope_train::task::{TASKS, Task};
    /// let moons = Task::by_id("moons").ok_or("no moons")?;
    /// assert_eq!(moons.data(0.1, 7), moons.data(0.1, 7));
    /// assert_ne!(moons.data(0.1, 7), moons.data(0.1, 8));
    /// # Ok::<(), &str>(())
    /// ```
    pub fn data(&self, noise: f32, seed: u32) -> Data {
        let noise = if noise.is_nan() {
            self.noise
        } else {
            noise.clamp(0.0, MAX_NOISE)
        };
        let mut source = Source::new(seed, Purpose::Data);
        let mut examples = |count: usize| {
            let mut set = Examples::default();
            for index in 0..count {
                let class = index % self.goal.outputs();
                let (point, target) = (self.draw)(&mut source, class, noise);
                set.inputs.extend(point);
                set.targets.push(target);
            }
            set
        };
        Data {
            features: 2,
            side: None,
            goal: self.goal,
            train: examples(TRAIN_EXAMPLES),
            test: examples(TEST_EXAMPLES),
        }
    }
}
