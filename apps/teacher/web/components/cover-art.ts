/** Three layers of SVG path data in a square of 100, each printed in one ink over the one before. */
type Layers = readonly [first: string, second: string, third: string];

/** How an album's generated cover looks. */
export interface CoverArt {
  /** The set of colours: a class `inks-0` to `inks-11`. */
  readonly inks: number;
  readonly layers: Layers;
}

const INKS = 12;

/** The cover of an id: neighbours differ in motif and in colours, and nothing but the id is asked. */
export function coverArt(id: number): CoverArt {
  const roll = dice(id);
  const motif = motifs[(id * 5 + Math.floor(id / motifs.length)) % motifs.length] ?? rings;
  return { inks: (id * 7) % INKS, layers: motif(roll) };
}

/** A number from 0 up to, but not including, the number of sides. */
type Roll = (sides: number) => number;

// A xorshift generator: the same id rolls the same dice for ever.
function dice(seed: number): Roll {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  const roll: Roll = (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
  roll(2);
  return roll;
}

// One decimal is finer than anybody sees, and keeps the page small.
const at = (value: number): number => Math.round(value * 10) / 10;

const disc = (x: number, y: number, r: number, turn: 0 | 1): string => {
  const radius = at(r);
  const across = at(2 * radius);
  return `M${at(x - radius)} ${at(y)}a${radius} ${radius} 0 1 ${turn} ${across} 0a${radius} ${radius} 0 1 ${turn} -${across} 0z`;
};
const circle = (x: number, y: number, r: number): string => disc(x, y, r, 0);
// Drawn the other way round, it cuts itself out of a circle in the same path.
const hole = (x: number, y: number, r: number): string => disc(x, y, r, 1);
const box = (x: number, y: number, width: number, height: number): string =>
  `M${at(x)} ${at(y)}h${at(width)}v${at(height)}h-${at(width)}z`;
const times = (count: number, shape: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => shape(index)).join("");

function rings(roll: Roll): Layers {
  const [x, y, step] = [30 + roll(5) * 10, 30 + roll(5) * 10, 9 + roll(5)];
  const ring = (outer: number): string => circle(x, y, outer) + hole(x, y, outer - step / 2);
  return [times(6, (i) => ring(step * (i + 1.5))), circle(x, y, step), circle(x, y, step / 3)];
}

function bars(roll: Roll): Layers {
  const high = Array.from({ length: 9 }, () => 12 + roll(62));
  const bar = (i: number): string => box(10 + i * 9, 88 - (high[i] ?? 0), 6, high[i] ?? 0);
  const accent = roll(9);
  return [times(9, (i) => (i === accent ? "" : bar(i))), box(10, 90, 78, 1.5), bar(accent)];
}

function sunset(roll: Roll): Layers {
  const [x, r, horizon] = [30 + roll(5) * 10, 17 + roll(12), 52 + roll(14)];
  const waves = times(5, (i) => box(0, horizon + 6 + i * (4 + i * 1.6), 100, 1.2 + i * 0.9));
  return [circle(x, horizon - roll(14), r), box(0, horizon, 100, 100 - horizon), waves];
}

function tiles(roll: Roll): Layers {
  const quarter = (cell: number): string => {
    const [x, y] = [(cell % 4) * 25, Math.floor(cell / 4) * 25];
    const corners = [`M${x} ${y}h25a25 25 0 0 1 -25 25z`, `M${x + 25} ${y}v25a25 25 0 0 1 -25 -25z`];
    const others = [`M${x + 25} ${y + 25}h-25a25 25 0 0 1 25 -25z`, `M${x} ${y + 25}v-25a25 25 0 0 1 25 25z`];
    return [...corners, ...others][roll(4)] ?? "";
  };
  const inks = Array.from({ length: 16 }, () => roll(4));
  const layer = (ink: number): string => inks.map((chosen, cell) => (chosen === ink ? quarter(cell) : "")).join("");
  return [layer(0) + layer(3), layer(1), layer(2)];
}

function bands(roll: Roll): Layers {
  const [from, wide, mirrored] = [-20 + roll(40), 12 + roll(8), roll(2) === 1];
  const band = (i: number): string => {
    const x = from + i * wide * 1.5;
    return mirrored
      ? `M${at(x)} 0L${at(x + 70)} 100h${wide}L${at(x + wide)} 0z`
      : `M${at(x)} 100L${at(x + 70)} 0h${wide}L${at(x + wide)} 100z`;
  };
  return [band(0), band(1), band(2)];
}

function peaks(roll: Roll): Layers {
  const ridge = (base: number, height: number): string => {
    const top = (i: number): number => at(base - roll(height) * (1 - Math.abs(i - 3.5) / 5));
    return `M0 ${base}${times(8, (i) => `L${(i + 0.5) * 12.5} ${top(i)}L${(i + 1) * 12.5} ${base}`)}V100H0z`;
  };
  return [ridge(50, 40), ridge(66, 34), ridge(84, 28)];
}

function dots(roll: Roll): Layers {
  const inks = Array.from({ length: 36 }, () => roll(8));
  const dot = (cell: number): string => circle(12.5 + (cell % 6) * 15, 12.5 + Math.floor(cell / 6) * 15, 3 + roll(4));
  const layer = (wanted: (ink: number) => boolean): string =>
    inks.map((ink, cell) => (wanted(ink) ? dot(cell) : "")).join("");
  return [layer((ink) => ink > 2), layer((ink) => ink === 1 || ink === 2), layer((ink) => ink === 0)];
}

function arches(roll: Roll): Layers {
  const [x, r] = [38 + roll(25), 30 + roll(12)];
  const arch = (radius: number): string =>
    `M${at(x - radius)} 100V58a${at(radius)} ${at(radius)} 0 0 1 ${at(2 * radius)} 0V100z`;
  return [arch(r), arch(r * 0.7), arch(r * 0.4)];
}

function halves(roll: Roll): Layers {
  const [r, y, shift] = [24 + roll(9), 50, 4 + roll(16)];
  const left = `M${at(50 - shift / 8)} ${y - r - shift / 2}a${r} ${r} 0 0 0 0 ${2 * r}z`;
  const right = `M${at(50 + shift / 8)} ${y - r + shift / 2}a${r} ${r} 0 0 1 0 ${2 * r}z`;
  return [left, right, circle(12 + roll(10), 12 + roll(10), 4 + roll(3))];
}

const motifs: readonly ((roll: Roll) => Layers)[] = [rings, bars, sunset, tiles, bands, peaks, dots, arches, halves];
