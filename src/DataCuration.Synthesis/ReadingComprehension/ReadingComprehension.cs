using System.Text;

namespace DataCuration.Synthesis;

/// <summary>
/// Appends reading comprehension tasks to a text. They are mined from the text itself by rules, without a model: AdaptLLM (Cheng, Huang and Wei, "Adapting
/// Large Language Models via Reading Comprehension", ICLR 2024; microsoft/LMOps, adaptllm/utils/read.py). The text is kept verbatim before the tasks.
/// </summary>
/// <remarks>
/// <para>A document in which nothing is found is kept as it is. The choice of tasks and wordings depends on the run's seed and the document's id.</para>
/// <para>As in AdaptLLM: the kinds of tasks, the connectors, the caps, and the probabilities (topic 0.4, completion 0.1, both 0.4, neither 0.1; an inference
/// task asks for a sentence with 0.2). Different from it: the wordings and the sentence splitter are ours. Each pair of sentences gives one task at most.
/// Domain words come from a list instead of the difference of two SentencePiece vocabularies. Lengths are counted in words instead of tokens, and the text is
/// never cut.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun(new RunOptions { Seed = 17 });
/// TermMatcher words = TermMatcher.Load("medicine.txt", ignoresCase: true, wholeWords: true);
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new ReadingComprehension { DomainWords = words }).WriteJsonlAsync("read", run);
/// </code>
/// </example>
public sealed class ReadingComprehension : DocumentTransform
{
    /// <summary>The value of <see cref="SyntheticAnnotations.Method"/> of documents with tasks.</summary>
    public const string MethodName = "reading_comprehension";

    /// <summary>The number of tasks that were appended.</summary>
    public static readonly AnnotationKey<int> Tasks = new("reading_tasks");

    /// <summary>The least length of a sentence of a pair. For words of the domain and topics it does not count.</summary>
    /// <value>In code points, at least 1; default 50 (AdaptLLM).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MinSentenceLength { get; init => field = Positive(value, nameof(MinSentenceLength)); } = 50;

    /// <summary>The largest number of tasks of a label (<see cref="ReadingTask.Label"/>), taken from the start of the text.</summary>
    /// <value>At least 1; default 2 (AdaptLLM).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxPerLabel { get; init => field = Positive(value, nameof(MaxPerLabel)); } = 2;

    /// <summary>The largest number of words of the text and its tasks together. Tasks that do not fit are left out; the text is never cut.</summary>
    /// <value>At least 1; default 2,048 (AdaptLLM, which counts tokens).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxWords { get; init => field = Positive(value, nameof(MaxWords)); } = 2_048;

    /// <summary>The words of the domain. Those with more than 10 characters make tasks: a sentence from at least three words of it.</summary>
    /// <value>Default null, for no such tasks.</value>
    public TermMatcher? DomainWords { get; init; }

    /// <summary>Mines the tasks of a text, before the choice for a document.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The tasks, in the order of their kinds and then of the text.</returns>
    public IReadOnlyList<ReadingTask> Mine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ReadingTaskMiner.Mine(text, MinSentenceLength, MaxPerLabel, DomainWords);
    }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        SeededRandom random = context.Random(document.Id);
        var text = new StringBuilder(document.Text);
        int words = document.Words.Count, count = 0;
        string intro = ReadingTaskText.Intro(ref random);
        foreach (ReadingTask task in ReadingTaskText.Choose(ReadingTaskMiner.Mine(document.Text, MinSentenceLength, MaxPerLabel, DomainWords), ref random))
        {
            string written = ReadingTaskText.Write(task, ref random);
            int more = CountWords(written) + (count == 0 ? CountWords(intro) : 0);
            if (words + more > MaxWords) continue;
            words += more;
            if (count++ == 0) text.Append("\n\n").Append(intro);
            text.Append("\n\n").Append(written);
        }
        DocumentEditor editor = document.Edit().Set(Tasks, count);
        if (count > 0)
            editor.SetText(text.ToString()).Set(SyntheticAnnotations.Source, document.Id).Set(SyntheticAnnotations.Method, MethodName);
        return StageResult.Replace(editor.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        writer.Add(nameof(MinSentenceLength), MinSentenceLength);
        writer.Add(nameof(MaxPerLabel), MaxPerLabel);
        writer.Add(nameof(MaxWords), MaxWords);
        if (DomainWords is null) writer.Add(nameof(DomainWords), null);
        else writer.Add(nameof(DomainWords), DomainWords);
    }

    private static int Positive(int value, string name) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1.");

    private static int CountWords(string text) => TextWords.Split(Encoding.UTF8.GetBytes(text)).Count;
}
