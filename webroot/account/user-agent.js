// What a User-Agent most likely is, for people. It is only a hint: anybody can send anything.

const PROGRAMS = [
  [/\bEdg[A-Za-z]*\//, "Edge"], [/\bOPR\//, "Opera"], [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"], [/\bHeadlessChrome\/|\bChromium\//, "Chromium"],
  [/\bChrome\/|\bCriOS\//, "Chrome"], [/\bVersion\/.+\bSafari\//, "Safari"], [/^curl\//, "curl"],
  [/^Java-http-client\//, "A Java program"], [/^python-|^Python\//, "A Python program"],
];
const SYSTEMS = [
  [/\bAndroid\b/, "Android"], [/\biPad\b/, "iPadOS"], [/\biPhone\b/, "iOS"], [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"], [/\bCrOS\b/, "ChromeOS"], [/\bLinux\b/, "Linux"],
];

const named = (list, text) => list.find(([pattern]) => pattern.test(text))?.[1];

export function readable(agent) {
  const program = named(PROGRAMS, agent);
  const system = named(SYSTEMS, agent);
  if (program && system) return `${program} on ${system}`;
  return program ?? (agent.trim() ? [...agent.trim()].slice(0, 60).join("") : "Something that gave no name");
}
