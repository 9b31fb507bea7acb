// Checks a token with siteverify: node siteverify.mjs TOKEN
const { PASSWAVE_URL, PASSWAVE_SECRET } = process.env;

export async function siteverify(token) {
  const answer = await fetch(`${PASSWAVE_URL}/siteverify`, {
    method: "POST",
    body: new URLSearchParams({ secret: PASSWAVE_SECRET, response: token }),
    signal: AbortSignal.timeout(5000),
  });
  return answer.json();
}

const answer = await siteverify(process.argv[2]);
console.log(answer.success ? "verified" : `not verified: ${answer["error-codes"]}`);
