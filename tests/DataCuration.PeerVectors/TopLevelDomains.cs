namespace DataCuration.PeerVectors;

/// <summary>
/// The top-level domains that stand in for the list that DCLM ships (iana_tlds.txt): the names of IANA's root zone by the ICANN section of the public suffix
/// list, and nine retired or unused country codes that DCLM's list has.
/// </summary>
internal static class TopLevelDomains
{
    public static IReadOnlyList<string> All { get; } = Read();

    private static string[] Read()
    {
        using Stream stream = typeof(TopLevelDomains).Assembly.GetManifestResourceStream("TopLevelDomains.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
