using System.Runtime.CompilerServices;
using System.Text;

namespace DataCuration;

/// <summary>
/// Splits documents into passages, for a search or for a model that reads a limited length. Paragraphs, the text between empty lines, are joined while they
/// fit into <see cref="MaxLength"/>. A longer paragraph is split after a sentence or, if its sentences are too long, between words. Passages have the ids
/// <c>document#1</c>, <c>document#2</c> and so on.
/// </summary>
/// <remarks>
/// A passage is a part of the document's text, without the white space around it. Passages do not overlap, and only white space is lost between them. They
/// keep the fields of their document, except <see cref="RemovedFields"/>. The time is linear in the length of the text.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new PassageSplitter { MaxLength = 100 }).WriteJsonlAsync("passages", run);
/// </code>
/// </example>
public sealed class PassageSplitter : DocumentExpander
{
    /// <summary>The id of the document that a passage is from.</summary>
    public static readonly AnnotationKey<string> SourceDocument = new("passage_document");

    /// <summary>
    /// The maximum length of a passage: in words, or in tokens of <see cref="TokenEncoder"/>. Words are separated by white space. A longer run of characters
    /// counts as one word for each 64, and in scripts without spaces each character counts. At least one word is in a passage.
    /// </summary>
    /// <value>At least 1; default 200 (our choice: twice the 100 words of Dense Passage Retrieval, arXiv 2004.04906, as a model writes from a passage).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxLength
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxLength must be at least 1.");
    } = 200;

    /// <summary>
    /// Counts tokens; null to count words. Each paragraph is encoded alone and, if it is too long, each word, so the sum can differ a little from the number
    /// of tokens of the passage.
    /// </summary>
    /// <value>Default null.</value>
    public ITokenEncoder? TokenEncoder { get; init; }

    /// <summary>The fields that passages do not get, because they describe the whole text.</summary>
    /// <value>Default <c>pdf_page_offsets</c>, the offsets of the pages in the text of a PDF file.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IReadOnlyList<string> RemovedFields { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = ["pdf_page_offsets"];

    /// <inheritdoc/>
    protected internal override async IAsyncEnumerable<Document> ExpandAsync(
        Document document, StageContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        string text = document.Text;
        string[] removed = [.. RemovedFields.Where(name => document.TryGetValue(name, out _))];
        foreach (Range passage in Split(text))
        {
            cancellationToken.ThrowIfCancellationRequested();
            DocumentEditor editor = document.Edit().SetText(text[passage]).Set(SourceDocument, document.Id);
            foreach (string name in removed) editor.Set(name, AnnotationValue.Null);
            yield return editor.Build();
        }
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <summary>Finds the passages of a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The ranges of the passages in UTF-16 units, in order; empty for white space.</returns>
    public IReadOnlyList<Range> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var passages = new List<Range>();
        int start = 0, end = 0;
        long length = 0;
        foreach (Range paragraph in Paragraphs(text))
        {
            long own = Measure(text.AsSpan()[paragraph]);
            if (own <= MaxLength)
            {
                Add(paragraph, own);
                continue;
            }
            Flush();
            foreach ((Range part, long partLength) in Parts(text, paragraph)) Add(part, partLength);
        }
        Flush();
        return passages;

        void Add(Range part, long own)
        {
            if (length + own > MaxLength) Flush();
            if (end == 0) start = part.Start.Value;
            end = part.End.Value;
            length += own;
        }

        void Flush()
        {
            if (end > 0) passages.Add(start..end);
            (end, length) = (0, 0);
        }
    }

    /// <inheritdoc/>
    protected internal override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add(nameof(MaxLength), MaxLength);
        for (int i = 0; i < RemovedFields.Count; i++) writer.Add(FormattableString.Invariant($"{nameof(RemovedFields)}.{i}"), RemovedFields[i]);
        writer.BeginScope(nameof(TokenEncoder));
        if (TokenEncoder is null) writer.Add("kind", null);
        else TokenEncoder.Describe(writer);
        writer.EndScope();
    }

    /// <summary>Finds the paragraphs: runs of lines with more than white space in them, without white space at their ends.</summary>
    private static IEnumerable<Range> Paragraphs(string text)
    {
        int start = -1, end = 0;
        for (int line = 0; line < text.Length;)
        {
            int next = text.IndexOf('\n', line);
            next = next < 0 ? text.Length : next + 1;
            if (!text.AsSpan(line, next - line).IsWhiteSpace())
            {
                if (start < 0) start = line;
                end = next;
            }
            else if (start >= 0)
            {
                yield return Trim(text, start, end);
                start = -1;
            }
            line = next;
        }
        if (start >= 0) yield return Trim(text, start, end);
    }

    private static Range Trim(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        return start..end;
    }

    /// <summary>Splits a paragraph that is too long. A part ends with a sentence if that leaves it at least half of the maximum length.</summary>
    private IEnumerable<(Range Part, long Length)> Parts(string text, Range paragraph)
    {
        int at = paragraph.Start.Value, limit = paragraph.End.Value;
        while (PassageWords.TryNext(text.AsSpan(0, limit), at, out Range word))
        {
            int start = word.Start.Value, end = word.End.Value, sentence = -1;
            long length = Measure(text.AsSpan()[word]), sentenceLength = 0;
            while (true)
            {
                if (PassageWords.EndsSentence(text.AsSpan()[word]) && length * 2 >= MaxLength) (sentence, sentenceLength) = (end, length);
                if (!PassageWords.TryNext(text.AsSpan(0, limit), end, out word))
                {
                    sentence = -1; // the rest fits
                    break;
                }
                long own = Measure(text.AsSpan()[word]);
                if (length + own > MaxLength) break;
                end = word.End.Value;
                length += own;
            }
            at = sentence >= 0 ? sentence : end;
            yield return (start..at, sentence >= 0 ? sentenceLength : length);
        }
    }

    private long Measure(ReadOnlySpan<char> text)
    {
        if (TokenEncoder is null) return PassageWords.Count(text);
        var tokens = new List<int>();
        TokenEncoder.Encode(Encoding.UTF8.GetBytes(text.ToString()), tokens);
        return tokens.Count;
    }
}
