namespace DataCuration.Filters;

/// <summary>Reads tables that are resources of this assembly.</summary>
internal static class RepairResources
{
    /// <summary>Returns the lines of a table.</summary>
    public static IEnumerable<string> ReadLines(string name)
    {
        using Stream stream = typeof(RepairResources).Assembly.GetManifestResourceStream("Repair/" + name)
            ?? throw new InvalidOperationException($"The assembly has no resource 'Repair/{name}'.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line) yield return line;
    }
}
