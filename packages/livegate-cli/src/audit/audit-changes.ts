import type { AuditEntry } from "livegate";

/** How an entry is called in a message. */
const called = ({ kind, name, at }: AuditEntry): string => {
  if (/(?:event|upload)$/.test(kind)) return `${kind} "${name}" of ${at}`;
  if (kind === "nested view") return `live view "${name}" inside ${at}`;
  return kind === "topics" ? `topics of ${at}` : name;
};

const keyOf = ({ kind, name, at }: AuditEntry): string => JSON.stringify([kind, name, at]);

const list = (names: readonly string[]): string => names.join(", ") || "nothing";

/** What has changed about who gets in, in sentences: first what is less guarded than before. */
export function auditChanges(before: readonly AuditEntry[], now: readonly AuditEntry[]): readonly string[] {
  const known = new Map(before.map((entry) => [keyOf(entry), entry]));
  const present = new Set(now.map(keyOf));
  const changed = now.flatMap((entry) => {
    const former = known.get(keyOf(entry));
    return former ? changesOf(former, entry) : [];
  });
  const added = now.filter((entry) => !known.has(keyOf(entry)));
  const gone = before.filter((entry) => !present.has(keyOf(entry)));
  return [
    ...changed.filter(({ isWeaker }) => isWeaker),
    ...added.map((entry) => ({ text: `${called(entry)} is new: ${described(entry)}.` })),
    ...changed.filter(({ isWeaker }) => !isWeaker),
    ...gone.map((entry) => ({ text: `${called(entry)} is gone.` })),
  ].map(({ text }) => text);
}

function described({ access, guards, rule }: AuditEntry): string {
  const behind = access === "guarded" ? `guarded by ${list(guards)}` : `${access}, behind ${list(guards)}`;
  return rule ? `${behind}, with a rule` : behind;
}

interface Change {
  readonly text: string;
  readonly isWeaker: boolean;
}

function changesOf(before: AuditEntry, now: AuditEntry): readonly Change[] {
  return [accessChange(before, now) ?? guardsChange(before, now), ruleChange(before, now)].filter(
    (change) => change !== null,
  );
}

function accessChange(before: AuditEntry, now: AuditEntry): Change | null {
  if (before.access === now.access) return null;
  return {
    text: `${called(now)} became ${now.access}: it was ${described({ ...before, rule: null })}.`,
    isWeaker: before.access === "guarded",
  };
}

function guardsChange(before: AuditEntry, now: AuditEntry): Change | null {
  if (list(before.guards) === list(now.guards)) return null;
  const lost = before.guards.filter((name) => !now.guards.includes(name));
  const what = lost.length > 0 ? `lost ${list(lost)}` : "has other guards";
  return {
    text: `${called(now)} ${what}: ${list(before.guards)} ran before it, now ${list(now.guards)}.`,
    isWeaker: lost.length > 0,
  };
}

function ruleChange(before: AuditEntry, now: AuditEntry): Change | null {
  if (before.rule === null && now.rule === null) return null;
  if (now.rule === null) return { text: `${called(now)} lost its rule.`, isWeaker: true };
  if (before.rule === null) return { text: `${called(now)} got a rule.`, isWeaker: false };
  if (list(before.rule) === list(now.rule)) return null;
  return {
    text: `the rule of ${called(now)} decides by ${list(now.rule)}, no longer by ${list(before.rule)}.`,
    isWeaker: true,
  };
}
