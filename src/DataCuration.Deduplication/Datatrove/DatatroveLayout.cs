using System.Globalization;

namespace DataCuration.Deduplication;

/// <summary>The names of datatrove's files (datatrove/pipeline/dedup/minhash.py).</summary>
internal static class DatatroveLayout
{
    /// <summary>The file and document number of a match in an index.</summary>
    public const uint Sentinel = uint.MaxValue;

    public const string IndexSuffix = ".minhash.index";

    public static string Signatures(int band, int file) => string.Create(CultureInfo.InvariantCulture, $"bucket_{band:D3}/{file:D5}.minhash.sig");

    public static string BandFolder(int band) => string.Create(CultureInfo.InvariantCulture, $"bucket_{band:D3}");

    public static string Index(int band, string name) => string.Create(CultureInfo.InvariantCulture, $"bucket_{band:D3}/{name}_00{IndexSuffix}");

    public static string Pairs(int band) => string.Create(CultureInfo.InvariantCulture, $"{band:D5}_00.dups");

    public static string PerFile(uint file, string extension) => string.Create(CultureInfo.InvariantCulture, $"{file:D6}.{extension}");
}
