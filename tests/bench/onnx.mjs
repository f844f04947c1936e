// The rival onnxruntime-web: its models, written byte by byte, and a call that does the same two jobs.
//
// A model is a protocol buffer (onnx.proto of the ONNX standard); the few messages used here take a page to write. The
// quantization and the statistics are ONNX operators; the histogram and the count of clipped numbers, which it has no
// operators for, are a loop over what they return.

const FLOAT = 1;
const UINT8 = 2;
const DOUBLE = 11;
const FLOAT8_E4M3FN = 17;

// --- Protocol buffers: a message is a list of bytes -----------------------------------------------------------------

function varint(value) {
  const bytes = [];
  let rest = BigInt(value);
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return bytes;
}

const integer = (field, value) => [...varint(field << 3), ...varint(value)];
const bytes = (field, content) => [...varint((field << 3) | 2), ...varint(content.length), ...content];
const text = (field, value) => bytes(field, [...new TextEncoder().encode(value)]);

// --- ONNX messages, with the field numbers of onnx.proto ------------------------------------------------------------

/** AttributeProto of type INT. */
const attribute = (name, value) => bytes(5, [...text(1, name), ...integer(3, value), ...integer(20, 2)]);

/** NodeProto. */
function node(operator, inputs, outputs, attributes = {}) {
  return [
    ...inputs.flatMap((name) => text(1, name)),
    ...outputs.flatMap((name) => text(2, name)),
    ...text(4, operator),
    ...Object.entries(attributes).flatMap(([name, value]) => attribute(name, value)),
  ];
}

/** TensorProto of one number. */
function constant(name, type, raw) {
  return [...integer(2, type), ...text(8, name), ...bytes(9, [...new Uint8Array(raw.buffer)])];
}

/** ValueInfoProto: a tensor with the named dimensions. */
function tensor(name, type, dimensions) {
  const shape = dimensions.flatMap((dimension) => bytes(1, text(2, dimension)));
  const type_ = bytes(1, [...integer(1, type), ...bytes(2, shape)]);
  return [...text(1, name), ...bytes(2, type_)];
}

/** ModelProto. */
function model(nodes, constants, inputs, outputs) {
  const graph = [
    ...nodes.flatMap((content) => bytes(1, content)),
    ...text(2, 'pass'),
    ...constants.flatMap((content) => bytes(5, content)),
    ...inputs.flatMap((content) => bytes(11, content)),
    ...outputs.flatMap((content) => bytes(12, content)),
  ];
  // IR version 9 and operator set 19 are the first with 8-bit floats.
  return Uint8Array.from([...integer(1, 9), ...bytes(7, graph), ...bytes(8, [...text(1, ''), ...integer(2, 19)])]);
}

/** From x and y: the error and what is summed over it. Sums in float32, as the operators have it. */
const statistics = [
  node('Sub', ['y', 'x'], ['e']),
  node('ReduceSumSquare', ['e'], ['squares'], { keepdims: 0 }),
  node('ReduceSumSquare', ['x'], ['signal'], { keepdims: 0 }),
  node('ReduceMean', ['e'], ['mean'], { keepdims: 0 }),
  node('Abs', ['e'], ['magnitude']),
  node('ReduceMax', ['magnitude'], ['largest'], { keepdims: 0 }),
  node('ReduceMin', ['x'], ['min'], { keepdims: 0 }),
  node('ReduceMax', ['x'], ['max'], { keepdims: 0 }),
];
const figures = ['squares', 'signal', 'mean', 'largest', 'min', 'max'].map((name) => tensor(name, FLOAT, []));

const affineModel = () =>
  model(
    [
      ...statistics,
      // The parameters in float64, as onnxruntime's static quantization has them.
      node('Cast', ['min'], ['min64'], { to: DOUBLE }),
      node('Cast', ['max'], ['max64'], { to: DOUBLE }),
      node('Min', ['min64', 'zero'], ['low']),
      node('Max', ['max64', 'zero'], ['high']),
      node('Sub', ['high', 'low'], ['width']),
      node('Div', ['width', 'steps'], ['exact']),
      node('Cast', ['exact'], ['scale'], { to: FLOAT }),
      node('Neg', ['low'], ['below']),
      node('Div', ['below', 'exact'], ['place']),
      node('Round', ['place'], ['rounded']),
      node('Cast', ['rounded'], ['zero_point'], { to: UINT8 }),
      node('QuantizeLinear', ['x', 'scale', 'zero_point'], ['codes']),
      node('DequantizeLinear', ['codes', 'scale', 'zero_point'], ['y']),
    ],
    [constant('zero', DOUBLE, Float64Array.of(0)), constant('steps', DOUBLE, Float64Array.of(255))],
    [tensor('x', FLOAT, ['n'])],
    [
      tensor('codes', UINT8, ['n']),
      tensor('y', FLOAT, ['n']),
      tensor('e', FLOAT, ['n']),
      tensor('scale', FLOAT, []),
      tensor('zero_point', UINT8, []),
      ...figures,
    ],
  );

// The codes stay inside: onnxruntime-web cannot return tensors of 8-bit floats.
const e4m3Model = () =>
  model(
    [
      ...statistics,
      node('QuantizeLinear', ['x', 'one', 'type'], ['codes'], { saturate: 1 }),
      node('DequantizeLinear', ['codes', 'one', 'type'], ['y']),
    ],
    [constant('one', FLOAT, Float32Array.of(1)), constant('type', FLOAT8_E4M3FN, Uint8Array.of(0))],
    [tensor('x', FLOAT, ['n'])],
    [tensor('y', FLOAT, ['n']), tensor('e', FLOAT, ['n']), ...figures],
  );

/** The histogram, and how many numbers lay outside `[first, last]`. */
function count(x, e, from, to, bins, first, last) {
  const counts = new Uint32Array(bins);
  const perUnit = bins / (to - from);
  const offset = -from * perUnit;
  const top = bins - 1;
  let clipped = 0;
  for (let i = 0; i < e.length; i++) {
    const place = (e[i] * perUnit + offset) | 0;
    counts[place < top ? place : top]++;
    const v = x[i];
    if (v < first || v > last) clipped++;
  }
  return { histogram: { min: from, max: to, counts }, clipped };
}

function stats(n, value, clipped) {
  const mse = value('squares') / n;
  return {
    count: n,
    mse,
    sqnrDb: 10 * Math.log10(value('signal') / n / mse),
    maxAbsError: value('largest'),
    meanError: value('mean'),
    clipped,
    nonFinite: 0,
  };
}

const options = { executionProviders: ['wasm'], graphOptimizationLevel: 'all' };

/** onnxruntime-web from `folder`, with one thread, as all others here. */
async function load(folder) {
  const ort = await import(`${folder}ort.wasm.min.mjs`);
  ort.env.wasm.wasmPaths = folder;
  ort.env.wasm.numThreads = 1;
  return ort;
}

/** Starts onnxruntime-web from `folder`; gives `product(a, b, m, n, k)`: its MatMul of a (m x k) and b (k x n). */
export async function startProduct(folder) {
  const ort = await load(folder);
  const inputs = [tensor('a', FLOAT, ['m', 'k']), tensor('b', FLOAT, ['k', 'n'])];
  const bytes = model([node('MatMul', ['a', 'b'], ['c'])], [], inputs, [tensor('c', FLOAT, ['m', 'n'])]);
  const session = await ort.InferenceSession.create(bytes, options);
  return async (a, b, m, n, k) => {
    const given = { a: new ort.Tensor('float32', a, [m, k]), b: new ort.Tensor('float32', b, [k, n]) };
    return (await session.run(given)).c.data;
  };
}

/** Starts onnxruntime-web from `folder`; gives `affine(x, bins)` and `e4m3(x, bins)`, both asynchronous. */
export async function start(folder) {
  const ort = await load(folder);
  const affineSession = await ort.InferenceSession.create(affineModel(), options);
  const e4m3Session = await ort.InferenceSession.create(e4m3Model(), options);
  const run = async (session, x) => {
    const result = await session.run({ x: new ort.Tensor('float32', x, [x.length]) });
    return [result, (name) => result[name].data[0]];
  };
  return {
    version: ort.env.versions?.web ?? '',
    affine: async (x, bins) => {
      const [result, value] = await run(affineSession, x);
      const scale = value('scale');
      const zeroPoint = value('zero_point');
      const first = -zeroPoint * scale;
      const last = (255 - zeroPoint) * scale;
      const from = -Math.max(scale / 2, value('max') - last);
      const to = Math.max(scale / 2, first - value('min'));
      const counted = count(x, result.e.data, from, to, bins, first - scale / 2, last + scale / 2);
      return {
        scale,
        zeroPoint,
        codes: result.codes.data,
        values: result.y.data,
        stats: stats(x.length, value, counted.clipped),
        histogram: counted.histogram,
      };
    },
    e4m3: async (x, bins) => {
      const [result, value] = await run(e4m3Session, x);
      const reach = Math.max(-value('min'), value('max'));
      const half = 2 ** (Math.min(8, Math.max(-6, Math.floor(Math.log2(reach)))) - 4);
      const from = -Math.max(half, value('max') - 448);
      const to = Math.max(half, -448 - value('min'));
      const counted = count(x, result.e.data, from, to, bins, -464, 464);
      return { values: result.y.data, stats: stats(x.length, value, counted.clipped), histogram: counted.histogram };
    },
  };
}
