using System.Globalization;

namespace DataCuration;

/// <summary>
/// The layout of a record table's file. A header of 64 bytes (magic, format, element size, width) and the values come first. Unless the records are 0, 1, 2, …,
/// their numbers follow, as differences in variable-length integers with a restart every <see cref="RestartRows"/> rows. Checksums and the row count come last,
/// because the file is written in one go.
/// </summary>
internal static class RecordTableFormat
{
    public const int HeaderBytes = 64;
    public const int Format = 1;
    public const int RestartRows = 128;
    public const string Suffix = ".records";

    public static ReadOnlySpan<byte> Magic => "DCRECTAB"u8;

    /// <summary>The name of a shard's file.</summary>
    public static string FileName(int shard, string name) => string.Create(CultureInfo.InvariantCulture, $"part-{shard:D5}.{name}{Suffix}");

    /// <summary>The name of the side file that says where a shard's values come from.</summary>
    public static string ProvenanceName(int shard, string name) => string.Create(CultureInfo.InvariantCulture, $"part-{shard:D5}.{name}.json");

    /// <summary>Reads the size of a value and the number of values in a row.</summary>
    public static (int ElementBytes, int Width) ReadSizes(IFileStore files, string path)
    {
        using var file = new ChecksummedFile(files, path, Magic, "a record table");
        if (file.BodyLength < HeaderBytes) throw file.Damaged(0, "it has no header");
        ReadOnlySpan<int> numbers = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(file.Slice(0, HeaderBytes)[8..]);
        return (numbers[1], numbers[2]);
    }

    /// <summary>The shard that a file belongs to, or -1 if it is no file of the table.</summary>
    public static int ShardOf(string fileName, string name)
    {
        string ending = $".{name}{Suffix}";
        return fileName.StartsWith("part-", StringComparison.Ordinal) && fileName.EndsWith(ending, StringComparison.Ordinal)
            && fileName.Length > 5 + ending.Length
            && int.TryParse(fileName.AsSpan(5, fileName.Length - 5 - ending.Length), NumberStyles.None,
                CultureInfo.InvariantCulture, out int shard) ? shard : -1;
    }
}
