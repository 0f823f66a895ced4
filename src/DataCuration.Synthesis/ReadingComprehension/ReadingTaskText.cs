using System.Globalization;
using System.Text;

namespace DataCuration.Synthesis;

/// <summary>Words the tasks. The wordings are ours.</summary>
internal static class ReadingTaskText
{
    /// <summary>The probability that an inference task asks for a sentence instead of a label (AdaptLLM).</summary>
    private const double Generate = 0.2;

    private static readonly string[] Intros =
    [
        "Here are some questions about the text above, with answers.", "Exercises on this text:", "Read the text again and answer these questions.",
    ];

    /// <summary>Draws an introduction.</summary>
    public static string Intro(ref SeededRandom random) => Pick(Intros, ref random);

    /// <summary>
    /// Chooses the tasks of a document: a topic with the probability 0.4, a completion with 0.1, both with 0.4, neither with 0.1 (AdaptLLM), and all of the
    /// other kinds.
    /// </summary>
    public static List<ReadingTask> Choose(List<ReadingTask> tasks, ref SeededRandom random)
    {
        double mode = random.NextDouble();
        bool hasTopic = mode is < 0.4 or >= 0.5 and < 0.9, hasCompletion = mode is >= 0.4 and < 0.9;
        return [.. tasks.Where(task => task.Kind switch
        {
            ReadingTaskKind.Summary => hasTopic,
            ReadingTaskKind.TextCompletion => hasCompletion,
            _ => true,
        })];
    }

    /// <summary>Writes a task as a question and an answer.</summary>
    public static string Write(ReadingTask task, ref SeededRandom random)
    {
        (string question, string answer) = task switch
        {
            { Kind: ReadingTaskKind.Summary } =>
                (Pick(["What is this text about?", "Give the text a title.", "Name the topic of the text in a few words."], ref random), task.Second),
            { Label: "Words" } =>
                (Pick(["Write a statement with these words: {0}.", "How are these words connected in the text: {0}?", "Use {0} in one or two sentences."],
                    ref random), task.Second),
            { Label: "Definition" } => (Pick(["How is {0} defined?", "Define {0}.", "What does {0} mean?"], ref random), task.Second),
            { Kind: ReadingTaskKind.Inference } when random.NextDouble() < Generate => (Pick(task.Label switch
            {
                "Entail" => ["Write a sentence that follows from this one: {0}", "What can be concluded from this? {0}"],
                "Neutral" => ["Write a sentence that adds something to this one: {0}", "What else is the case besides this? {0}"],
                _ => ["Write a sentence that contradicts this one: {0}", "What speaks against this? {0}"],
            }, ref random), task.Second),
            { Kind: ReadingTaskKind.Inference } => (Pick(
            [
                "Premise: {0}\nHypothesis: {1}\nDoes the premise entail the hypothesis, contradict it, or is it neutral? Answer Entail, Neutral or Contradict.",
                "Take it that the following is true: {0}\nWhat does this say about the next sentence? {1}\nChoose from Entail, Neutral and Contradict.",
            ], ref random), task.Label),
            { Kind: ReadingTaskKind.CommonReason } => random.NextInt64(2) == 0
                ? (Pick(["Effect: {0}\nWhat is the cause?", "Why is this the case? {0}"], ref random), task.Second)
                : (Pick(["Cause: {1}\nWhat is the effect?", "What does this lead to? {1}"], ref random), task.First),
            { Kind: ReadingTaskKind.Paraphrase } => (Pick(
            [
                "First: {0}\nSecond: {1}\nDo the two sentences say similar or different things? Answer Similar or Different.",
                "Compare these sentences.\n- {0}\n- {1}\nIs their content Similar or Different?",
            ], ref random), task.Label),
            _ => (Pick(["How does the text continue after this sentence? {0}", "Which sentence comes next? {0}", "Complete the text: {0}"], ref random),
                task.Second),
        };
        return $"Question: {string.Format(CultureInfo.InvariantCulture, question, task.First, task.Second)}\nAnswer: {answer}";
    }

    private static string Pick(string[] choices, ref SeededRandom random) => choices[random.NextInt64(choices.Length)];
}
