using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace DataCuration.Recipes;

/// <summary>
/// Divides debates at speaker turns: each child is what one speaker said without a break, with name, debate, number and year. A text without names is one turn.
/// </summary>
/// <remarks>
/// A turn begins with a label at the start of a line: a name in capitals (<c>MR. LEHRER:</c>) or a title and a name (<c>Mr Smith (Leeds) (Con):</c>), each
/// before a colon. Text before the first label is left out. Turns longer than <see cref="MaxWords"/> are cut at the ends of sentences, so that no turn is
/// longer. Their paragraphs stay.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Recipes;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("sittings/*.jsonl").Pipe(new SpeakerTurnSplitter { MinWords = 20 }).WriteJsonlAsync("turns", run); // with the field "date"
/// </code>
/// </example>
public sealed class SpeakerTurnSplitter : DocumentExpander
{
    private static readonly System.Globalization.CultureInfo Invariant = System.Globalization.CultureInfo.InvariantCulture;

    /// <summary>Part of the fingerprint. Increase it when the same debate gives other turns.</summary>
    private const int RulesVersion = 4;

    /// <summary>The speaker's name as written in the label.</summary>
    public static readonly AnnotationKey<string> Speaker = new("speaker");

    /// <summary>The id of the debate.</summary>
    public static readonly AnnotationKey<string> Debate = new("debate");

    /// <summary>The number of the turn in its debate, from 1. Parts of a long turn have the same number.</summary>
    public static readonly AnnotationKey<int> Turn = new("turn");

    /// <summary>The year of the debate.</summary>
    public static readonly AnnotationKey<int> Year = new("year");

    /// <summary>The pattern of a label at the start of a line. The group <c>speaker</c> is the name; without such a group, the match is.</summary>
    /// <value>Default: names in capitals, and titles with names, before a colon (our choice).</value>
    public Regex SpeakerPattern { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DebateTurns.Label;

    /// <summary>Labels that begin a list and not a speech.</summary>
    /// <value>Default PARTICIPANTS and MODERATORS, as RooseBERT leaves out (<c>preprocess_us.py</c>).</value>
    public IReadOnlyList<string> NonSpeakers { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = ["PARTICIPANTS", "MODERATORS"];

    /// <summary>True to remove notes in brackets about laughter, applause, interruptions and the like. Other text in brackets stays.</summary>
    /// <value>Default true (our choice).</value>
    public bool RemovesNotes { get; init; } = true;

    /// <summary>True to remove lines that record the procedure, such as "The House divided: Ayes 300, Noes 200".</summary>
    /// <value>Default true (our choice).</value>
    public bool RemovesProcedure { get; init; } = true;

    /// <summary>The minimum number of words of a turn.</summary>
    /// <value>0 or more; default 8 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MinWords { get; init => field = RecipeSteps.CheckWords(value, nameof(MinWords)); } = 8;

    /// <summary>The treatment of turns with fewer words.</summary>
    /// <value>Default <see cref="ShortTurns.Drop"/> (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">There is no such treatment.</exception>
    public ShortTurns ShortTurns
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such treatment.");
    }

    /// <summary>The maximum number of words of a turn. Longer ones are cut at the ends of sentences; a longer sentence is cut between words.</summary>
    /// <value>1 or more; default 512, the longer of the two lengths that RooseBERT joins sentences to (<c>prepare_training_dataset.py</c>).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxWords
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A turn has at least one word.");
    } = 512;

    /// <summary>The field with the date of a debate, for <see cref="Year"/>; null to do without. The first number of four digits is the year.</summary>
    /// <value>Default <c>date</c>. A debate without it is an error.</value>
    public string? DateField { get; init; } = "date";

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Document> ExpandAsync(
        Document document, StageContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        int? year = DateField is { } field ? YearOf(document, field) : null;
        int number = 0;
        foreach (DebateTurn turn in DebateTurns.Split(document.Text, this))
        {
            cancellationToken.ThrowIfCancellationRequested();
            number++;
            foreach (string part in Cut(turn.Text))
            {
                DocumentEditor editor = document.Edit().SetText(part).Set(Debate, document.Id).Set(Turn, number);
                if (turn.Speaker is { } name) editor.Set(Speaker, name);
                if (year is { } known) editor.Set(Year, known);
                yield return editor.Build();
            }
        }
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", RulesVersion);
        writer.Add(nameof(SpeakerPattern), SpeakerPattern.ToString());
        writer.Add("pattern_options", (long)SpeakerPattern.Options);
        writer.Add(nameof(NonSpeakers), string.Join('\0', NonSpeakers));
        writer.Add(nameof(RemovesNotes), RemovesNotes);
        writer.Add(nameof(RemovesProcedure), RemovesProcedure);
        writer.Add(nameof(MinWords), MinWords);
        writer.Add(nameof(ShortTurns), ShortTurns.ToString());
        writer.Add(nameof(MaxWords), MaxWords);
        writer.Add(nameof(DateField), DateField);
    }

    /// <summary>Returns the year of a date in any order of its parts: 1998-03-04, 04-03-1998, 19980304. Digits alone begin with the year.</summary>
    private static int YearOf(Document document, string field)
    {
        string date = RecipeFields.GetText(document, field, $"{nameof(SpeakerTurnSplitter)}.{nameof(DateField)}");
        for (int at = 0; at < date.Length; at++)
        {
            int end = at;
            while (end < date.Length && char.IsAsciiDigit(date[end])) end++;
            // Eight digits in another order, such as 12031998, give no month there.
            if (date[at] is '1' or '2' && (end - at == 4 || (end - at == 8 && int.Parse(date.AsSpan(at + 4, 2), Invariant) is >= 1 and <= 12)))
                return int.Parse(date.AsSpan(at, 4), Invariant);
            at = Math.Max(at, end);
        }
        throw new CurationException($"Document '{document.Id}': field '{field}' is '{RecipeFields.Shorten(date)}', which has no year of four digits. "
            + $"Set {nameof(SpeakerTurnSplitter)}.{nameof(DateField)} to another field, or to null.");
    }

    private IEnumerable<string> Cut(string text)
    {
        if (DebateTurns.CountWords(text) <= MaxWords)
        {
            yield return text;
            yield break;
        }
        // A part is a range of the turn, so that its paragraphs stay.
        int start = 0, end = 0, words = 0;
        foreach ((int from, int to) in Pieces(text))
        {
            int count = DebateTurns.CountWords(text.AsSpan(from, to - from));
            if (count == 0) continue;
            if (words + count > MaxWords && words > 0)
            {
                yield return text[start..end].Trim();
                words = 0;
            }
            if (words == 0) start = from;
            words += count;
            end = to;
        }
        if (words > 0) yield return text[start..end].Trim();
    }

    /// <summary>Returns the sentences of a turn as ranges. One that is longer than a turn may be is cut between words.</summary>
    private List<(int Start, int End)> Pieces(string text)
    {
        var pieces = new List<(int Start, int End)>();
        byte[] utf8Text = Encoding.UTF8.GetBytes(text);
        TextSpans sentences = SentenceSplitter.Punkt.Split(utf8Text);
        int bytes = 0, at = 0;
        for (int i = 0; i < sentences.Count; i++)
        {
            int start = at + Encoding.UTF8.GetCharCount(utf8Text.AsSpan(bytes..sentences.GetStart(i)));
            at = start + Encoding.UTF8.GetCharCount(sentences[i]);
            bytes = sentences.GetStart(i) + sentences[i].Length;
            AddPieces(text, start, at, pieces);
        }
        return pieces;
    }

    private void AddPieces(string text, int start, int end, List<(int Start, int End)> pieces)
    {
        int words = 0;
        for (int at = start; at < end; at++)
        {
            bool begins = !char.IsWhiteSpace(text[at]) && (at == start || char.IsWhiteSpace(text[at - 1]));
            if (!begins || ++words <= MaxWords) continue;
            pieces.Add((start, at));
            (start, words) = (at, 1);
        }
        pieces.Add((start, end));
    }
}
