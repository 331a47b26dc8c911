// Draws JSON Schema: a list of fields, each with its type, limits and meaning.
import { make, prose } from "/dom.js";

const LIMITS = [
  ["format", ""], ["pattern", "matches "], ["const", "always "], ["minimum", "≥ "], ["maximum", "≤ "],
  ["minLength", "at least "], ["maxLength", "at most "], ["default", "default "],
];
// The ends of a 64-bit number say no more than its format does.
const obvious = (key, value) => (key === "minimum" || key === "maximum") && Math.abs(value) > 2 ** 53;

export function resolver(contract) {
  return function resolve(thing) {
    if (!thing || !thing.$ref) return thing;
    const found = thing.$ref.replace(/^#\//, "").split("/").reduce((at, key) => at && at[key], contract);
    return resolve(found);
  };
}

function merged(schema, resolve) {
  const whole = resolve(schema) || {};
  if (!whole.allOf) return whole;
  return whole.allOf.map((part) => merged(part, resolve)).reduce(
    (sum, part) => ({
      ...sum, ...part,
      properties: { ...sum.properties, ...part.properties },
      required: [...(sum.required || []), ...(part.required || [])],
    }), {});
}

export function typeOf(schema, resolve) {
  const whole = merged(schema, resolve);
  const named = schema.$ref ? schema.$ref.split("/").pop() : "";
  if (whole.type === "array") return `array of ${typeOf(whole.items || {}, resolve)}`;
  const type = Array.isArray(whole.type) ? whole.type.join(" or ") : whole.type || "any";
  return type === "object" && named ? named : type;
}

export function limits(schema, resolve) {
  const whole = merged(schema, resolve);
  return LIMITS.filter(([key]) => whole[key] !== undefined && !obvious(key, whole[key]))
    .map(([key, word]) => word + whole[key]).join(" · ");
}

/** A value of the schema's type: an object has its required fields, or the first where none is required. */
export function sample(schema, resolve, name = "value") {
  const whole = merged(schema || {}, resolve);
  const given = whole.examples?.[0] ?? whole.const ?? whole.enum?.[0] ?? whole.default;
  if (given !== undefined) return given;
  if (whole.properties) {
    const names = whole.required?.length ? whole.required : Object.keys(whole.properties).slice(0, 1);
    return Object.fromEntries(names.map((each) => [each, sample(whole.properties[each], resolve, each)]));
  }
  switch ([whole.type].flat()[0]) {
    case "array": return [sample(whole.items, resolve, name)];
    case "integer": case "number": return Math.max(1, whole.minimum ?? 1);
    case "boolean": return true;
    default: return whole.format === "date-time" ? new Date().toISOString() : `YOUR-${name.toUpperCase()}`;
  }
}

export function values(schema, resolve) {
  const whole = merged(schema, resolve);
  if (!whole.enum) return null;
  return make("div", "values", whole.enum.map((value) => make("code", "", String(value))));
}

export function field(name, where, required, schema, description, resolve, depth = 0) {
  const whole = merged(schema, resolve);
  const term = make("dt", "", name, required ? make("span", "must", "required") : null, where ? make("span", "where", where) : null);
  const facts = [typeOf(schema, resolve), limits(schema, resolve)].filter(Boolean).join(" · ");
  const said = description || whole.description;
  const about = make("dd", "", make("span", "type", facts), said ? make("p", "", prose(said)) : null, values(schema, resolve));
  const inner = whole.type === "array" ? whole.items : schema;
  const nested = depth < 4 ? fields(inner, resolve, depth + 1) : null;
  if (nested) about.append(nested);
  return make("div", "", term, about);
}

export function fields(schema, resolve, depth = 0) {
  const whole = merged(schema || {}, resolve);
  const of = whole.type === "array" ? merged(whole.items || {}, resolve) : whole;
  if (!of.properties) return null;
  const required = new Set(of.required || []);
  return make("dl", "fields", Object.entries(of.properties).map(
    ([name, part]) => field(name, "", required.has(name), part, part.description, resolve, depth)));
}
