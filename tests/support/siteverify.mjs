// What a site's backend does: asks siteverify about a token.

/** @param {string} server @param {string} secret @param {string} token */
export async function siteverify(server, secret, token) {
  const answer = await fetch(`${server}/siteverify`, {
    method: "POST",
    body: new URLSearchParams({ secret, response: token }),
  });
  return answer.json();
}
