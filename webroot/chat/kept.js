// What this tab keeps over a reload: sessionStorage, where the browser allows it.

/** A list by name: {read(), write(entries)}. Of one account: the next to log in here does not see it. */
export function kept(account, name) {
  const key = `foyer.chat.${account.id}${name}`;
  return {
    read: () => { try { return JSON.parse(sessionStorage.getItem(key)) ?? []; } catch { return []; } },
    write: (entries) => { try { sessionStorage.setItem(key, JSON.stringify(entries)); } catch { /* then it lives as long as the page */ } },
  };
}

/** Forgets everything of an account: it has logged out. */
export function forget(account) {
  try {
    Object.keys(sessionStorage).filter((key) => key.startsWith(`foyer.chat.${account.id}`)).forEach((key) => sessionStorage.removeItem(key));
  } catch { /* there is nothing */ }
}

const ENDED = "foyer.chat.ended";

/** That the session was ended elsewhere: {set(), clear(), get()}. */
export const ended = {
  set: () => { try { sessionStorage.setItem(ENDED, "yes"); } catch { /* then the next page does not know */ } },
  clear: () => { try { sessionStorage.removeItem(ENDED); } catch { /* it was never there */ } },
  get: () => { try { return sessionStorage.getItem(ENDED) !== null; } catch { return false; } },
};
