// Sends the plan's requests one after another, and reports of each what the page was given to read.
const ask = async ({ url, init }) => {
  try {
    const answer = await fetch(url, { cache: "no-store", ...init });
    return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
  } catch (error) {
    return { refused: String(error) };
  }
};

export default async ({ requests }) => {
  const answers = [];
  for (const request of requests) {
    answers.push(await ask(request));
  }
  return answers;
};
