using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>A part of a document that a chunk model is shown: whole lines with their numbers.</summary>
public sealed class ProXChunk
{
    private readonly ReadOnlyMemory<byte> text;
    private readonly bool breaksMarkers;

    internal ProXChunk(ReadOnlyMemory<byte> text, ProXLineRange lines, int tokens, bool isTooLong, bool breaksMarkers)
    {
        this.text = text;
        this.breaksMarkers = breaksMarkers;
        Lines = lines;
        Tokens = tokens;
        IsTooLong = isTooLong;
    }

    /// <summary>The lines of the document.</summary>
    public ProXLineRange Lines { get; }

    /// <summary>The tokens of the numbered lines, as the counter counts them.</summary>
    public int Tokens { get; }

    /// <summary>
    /// True if the chunk is a single line that is longer than the window. No program should be generated for it (paper, algorithm 1); the reference sends it to
    /// the model.
    /// </summary>
    public bool IsTooLong { get; }

    /// <summary>The chunk's text in UTF-8, without numbers.</summary>
    public ReadOnlyMemory<byte> Utf8Text => text;

    /// <summary>Formats the lines with their numbers, joined by line feeds: <c>[012]text</c>.</summary>
    public string FormatLines()
    {
        string plain = Encoding.UTF8.GetString(text.Span);
        if (breaksMarkers) plain = PromptMarkers.Break(plain);
        var numbered = new StringBuilder(plain.Length + (Lines.Count * LineNumbers.MaxLength));
        int number = Lines.First;
        Span<byte> prefix = stackalloc byte[LineNumbers.MaxLength];
        foreach (Range line in plain.AsSpan().Split('\n'))
        {
            if (number > Lines.First) numbered.Append('\n');
            foreach (byte c in prefix[..LineNumbers.Write(number++, prefix)]) numbered.Append((char)c);
            numbered.Append(plain.AsSpan()[line]);
        }
        return numbered.ToString();
    }

    /// <summary>Formats the user's message: <c>[doc]</c>, the numbered lines, <c>[/doc]</c>.</summary>
    public string FormatPrompt() => "[doc]\n" + FormatLines() + "\n[/doc]";

    /// <summary>Pairs the chunk with the program that a model wrote for it.</summary>
    /// <param name="program">The program.</param>
    public ProXChunkProgram WithProgram(string program) => new(Lines, program ?? throw new ArgumentNullException(nameof(program)));
}
