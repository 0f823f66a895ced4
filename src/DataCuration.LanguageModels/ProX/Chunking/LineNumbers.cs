using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>Lines and their numbers.</summary>
internal static class LineNumbers
{
    /// <summary>The longest number with its brackets.</summary>
    public const int MaxLength = 12;

    /// <summary>Returns a line without its line feed.</summary>
    public static ReadOnlySpan<byte> LineAt(ReadOnlySpan<byte> text, ReadOnlySpan<int> starts, int index) =>
        index + 1 < starts.Length ? text[starts[index]..(starts[index + 1] - 1)] : text[starts[index]..];

    /// <summary>Finds the lines of a text, as Python's <c>text.split("\n")</c>: an empty text has one, and a final line feed begins another.</summary>
    public static int[] FindStarts(ReadOnlySpan<byte> text)
    {
        int[] starts = new int[text.Count((byte)'\n') + 1];
        for (int i = 1; i < starts.Length; i++) starts[i] = starts[i - 1] + text[starts[i - 1]..].IndexOf((byte)'\n') + 1;
        return starts;
    }

    /// <summary>Writes a number, such as <c>[007]</c>. Numbers from 1000 on have more digits.</summary>
    public static int Write(int number, Span<byte> target)
    {
        target[0] = (byte)'[';
        number.TryFormat(target[1..], out int length, "000", CultureInfo.InvariantCulture);
        target[length + 1] = (byte)']';
        return length + 2;
    }
}
