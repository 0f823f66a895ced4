namespace DataCuration.Recipes.Tests.MathFromScratch;

/// <summary>Finds the pools of real documents beside the repository.</summary>
internal static class SharedDomains
{
    /// <summary>Returns the path of a file; skips the test if it is not there.</summary>
    public static string Find(string name)
    {
        for (string? at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            string file = Path.Combine(at, "..", "shared", "data", "domains", name);
            if (File.Exists(Path.Combine(at, "DataCuration.sln")) && File.Exists(file)) return file;
        }
        Assert.Skip($"The folder 'shared' beside the repository has no data/domains/{name}.");
        return "";
    }
}
