// What this installation can do, as the server wrote it into the page (shell/head.html).
const { content, dataset } = document.querySelector('meta[name="foyer"]');
const names = new Set(content.split(" "));

/** Whether it has the capability, for example "mail". */
export const has = (name) => names.has(name);

/** Most characters of a chat message. */
export const longestText = Number(dataset.longestText);

/** The secret of webhooks where it is public, else "". */
export const webhookSecret = dataset.webhookSecret;
