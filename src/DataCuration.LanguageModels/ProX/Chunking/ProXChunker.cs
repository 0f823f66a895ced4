using System.Buffers;
using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>
/// Divides documents into chunks for a chunk model: whole lines, packed greedily into a window of tokens, without overlap. Line numbers count over the whole
/// document. Thread-safe.
/// </summary>
/// <param name="counter">Counts the tokens of the lines.</param>
public sealed class ProXChunker(ProXLineCounter counter)
{
    /// <summary>Counts the tokens of the lines.</summary>
    public ProXLineCounter Counter { get; } = counter ?? throw new ArgumentNullException(nameof(counter));

    /// <summary>
    /// The most tokens of a chunk, with the numbers of its lines, not negative. Default: 1,500 (reference code), which leaves room for the template and 256
    /// tokens of an answer in a context of 2,048.
    /// </summary>
    public int MaxTokens
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The window must not be negative.");
    } = 1_500;

    /// <summary>
    /// True to insert a blank into markers of prompts and chat templates (<c>[/doc]</c>, <c>[INST]</c>, <c>&lt;&lt;SYS&gt;&gt;</c>, <c>&lt;/s&gt;</c> and
    /// similar) where lines are formatted for a prompt, so that a page cannot pose as a part of it. The text itself is not changed. False to reproduce the
    /// reference. Default: true.
    /// </summary>
    public bool BreaksMarkers { get; init; } = true;

    /// <summary>Divides a document.</summary>
    /// <param name="document">The document.</param>
    public IReadOnlyList<ProXChunk> Split(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return Split(document.Utf8Text);
    }

    /// <summary>Divides a text.</summary>
    /// <param name="text">The text.</param>
    public IReadOnlyList<ProXChunk> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Split(Encoding.UTF8.GetBytes(text).AsMemory());
    }

    /// <summary>Divides a text.</summary>
    /// <param name="utf8Text">The text in valid UTF-8. The chunks refer to it.</param>
    /// <returns>The chunks in order. Together they have all lines; an empty text is one chunk with one empty line.</returns>
    public IReadOnlyList<ProXChunk> Split(ReadOnlyMemory<byte> utf8Text)
    {
        int[] starts = LineNumbers.FindStarts(utf8Text.Span);
        int[] rented = ArrayPool<int>.Shared.Rent(starts.Length);
        Span<int> tokens = rented.AsSpan(0, starts.Length);
        tokens.Clear();
        Counter.Count(utf8Text.Span, starts, tokens);
        List<ProXChunk> chunks = [];
        int first = 0;
        long sum = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            if (tokens[i] < 0) throw new InvalidOperationException($"The counter returned {tokens[i]} tokens for line {i}.");
            if (i > first && (tokens[i] > MaxTokens || sum + tokens[i] > MaxTokens)) Close(i);
            sum += tokens[i];
            if (tokens[i] > MaxTokens) Close(i + 1);
        }
        if (first < starts.Length) Close(starts.Length);
        ArrayPool<int>.Shared.Return(rented);
        return chunks;

        void Close(int end)
        {
            int until = end < starts.Length ? starts[end] - 1 : utf8Text.Length;
            chunks.Add(new ProXChunk(utf8Text[starts[first]..until], new ProXLineRange(first, end - 1), (int)Math.Min(int.MaxValue, sum), sum > MaxTokens,
                BreaksMarkers));
            first = end;
            sum = 0;
        }
    }

    /// <summary>Writes the options to a stage's fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MaxTokens), MaxTokens);
        writer.Add(nameof(BreaksMarkers), BreaksMarkers);
        writer.AddScope(nameof(Counter), Counter.Describe);
    }
}
