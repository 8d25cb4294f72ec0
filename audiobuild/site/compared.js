"use strict";
/** Text as a search compares it: letters of one width and case, without accents, with straight quotes. */
function compared(text) {
  const letters = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFKC");
  return letters.replace(/[’‘]/g, "'").replace(/[“”]/g, '"').toLowerCase();
}
