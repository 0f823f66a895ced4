using System.Buffers;

namespace DataCuration.Filters;

/// <summary>Collects replacements in a text, in ascending order, and copies the text only if there are any. A reusable buffer.</summary>
internal sealed class TextEdit
{
    private readonly ArrayBufferWriter<byte> output = new();
    private int copied;

    /// <summary>True if something was replaced.</summary>
    public bool HasChanges { get; private set; }

    /// <summary>Begins with a text.</summary>
    public void Begin()
    {
        output.ResetWrittenCount();
        copied = 0;
        HasChanges = false;
    }

    /// <summary>Replaces a range by other bytes.</summary>
    public void Replace(ReadOnlySpan<byte> text, int start, int end, ReadOnlySpan<byte> by)
    {
        HasChanges = true;
        output.Write(text[copied..start]);
        output.Write(by);
        copied = end;
    }

    /// <summary>Removes a range.</summary>
    public void Remove(ReadOnlySpan<byte> text, int start, int end) => Replace(text, start, end, default);

    /// <summary>Returns the edited text; the text itself without changes.</summary>
    public ReadOnlyMemory<byte> Complete(ReadOnlyMemory<byte> text)
    {
        if (!HasChanges) return text;
        output.Write(text.Span[copied..]);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Returns the stage's result for an edited text.</summary>
    public static StageResult ResultOf(Document document, ReadOnlyMemory<byte> text) =>
        text.Equals(document.Utf8Text) ? StageResult.Keep : StageResult.Replace(document.WithText(text));
}
