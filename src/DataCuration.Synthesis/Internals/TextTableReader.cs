using System.Text;

namespace DataCuration.Synthesis;

/// <summary>Reads the lines of small text files.</summary>
internal static class TextTableReader
{
    /// <summary>Reads the lines that are not empty, without the white space around them.</summary>
    /// <exception cref="InvalidDataException">A line is not valid UTF-8.</exception>
    public static IEnumerable<(int Number, string Text)> ReadLines(IFileStore files, string path)
    {
        using Stream stream = files.OpenRead(files.GetFullPath(path), FileReadPattern.Sequential);
        using var reader = new StreamReader(stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Contains('\uFFFD', StringComparison.Ordinal)) throw new InvalidDataException($"{path}, line {number} is not valid UTF-8: {line}");
            string text = line.Trim();
            if (text.Length > 0) yield return (number, text);
        }
    }
}
