using System.Buffers;
using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Removes lines of nothing but symbols, as datatrove's <c>SymbolLinesFormatter</c> does: lines that start with a symbol and have only symbols and white space.
/// Lines (Python's <c>splitlines</c>) are joined by line feeds again, without one at the end.
/// </summary>
public sealed class SymbolLineRemover : DocumentTransform
{
    private readonly CodePointSet symbols = CharacterSets.Punctuation;
    private readonly byte[] replacement = [];

    /// <summary>The symbols; null for datatrove's set of punctuation marks and control characters. FineWeb2 removes lines of <c>|</c>. Default: null.</summary>
    public string? Symbols
    {
        get;
        init
        {
            if (value is not null) ArgumentException.ThrowIfNullOrEmpty(value);
            field = value;
            symbols = value is null ? CharacterSets.Punctuation : CodePointSet.Of(value);
        }
    }

    /// <summary>The line that replaces each run of removed lines; empty for none. FineWeb2 uses a line feed. Default: empty.</summary>
    public string Replacement
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            replacement = Encoding.UTF8.GetBytes(value);
        }
    } = "";

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        ArrayBufferWriter<byte> result = context.Scratch<ArrayBufferWriter<byte>>();
        result.ResetWrittenCount();
        bool any = false, removing = false;
        foreach (ReadOnlySpan<byte> line in new PythonLines(text))
        {
            bool isSymbols = SymbolLines.IsSymbolLine(line, symbols);
            if (!isSymbols || (!removing && replacement.Length > 0))
            {
                if (any) result.Write("\n"u8);
                result.Write(isSymbols ? replacement : line);
                any = true;
            }
            removing = isSymbols;
        }
        return result.WrittenSpan.SequenceEqual(text) ? StageResult.Keep : StageResult.Replace(document.WithText(result.WrittenSpan.ToArray()));
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Symbols), Symbols);
        writer.Add(nameof(Replacement), Replacement);
    }
}
