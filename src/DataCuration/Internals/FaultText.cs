using System.Buffers;
using System.Text;

namespace DataCuration;

/// <summary>Messages about faulty records, with the place and the invalid bytes.</summary>
internal static class FaultText
{
    private const int ExcerptBytes = 40;

    /// <summary>Describes the first invalid UTF-8 sequence.</summary>
    public static string InvalidUtf8(ReadOnlySpan<byte> bytes)
    {
        int offset = 0;
        while (offset < bytes.Length && Rune.DecodeFromUtf8(bytes[offset..], out _, out int length) == OperationStatus.Done) offset += length;
        return $"invalid UTF-8 at byte {offset}: 0x{Convert.ToHexStringLower(bytes.Slice(offset, Math.Min(4, bytes.Length - offset)))}";
    }

    /// <summary>Quotes the start of some bytes. Invalid UTF-8 and control characters are shown as U+FFFD.</summary>
    public static string Excerpt(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> head = bytes[..Math.Min(ExcerptBytes, bytes.Length)];
        var text = new StringBuilder("'");
        while (!head.IsEmpty)
        {
            // A character that the excerpt cuts decodes as incomplete. It is left out.
            if (Rune.DecodeFromUtf8(head, out Rune rune, out int length) == OperationStatus.NeedMoreData && bytes.Length > ExcerptBytes) break;
            text.Append(Rune.IsControl(rune) ? Rune.ReplacementChar : rune);
            head = head[length..];
        }
        return text.Append(bytes.Length > ExcerptBytes ? "'…" : "'").ToString();
    }
}
