// Shows the times of a page in the reader's own zone.
const local = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

for (const time of document.querySelectorAll("main time")) {
  time.textContent = local.format(new Date(time.dateTime));
}
