namespace DataCuration.Tabular.Tests;

/// <summary>The small inputs of the folder <c>shared/cases/engine</c> beside the repository.</summary>
internal static class SharedCases
{
    /// <summary>Returns the path of a file, or skips the test if the folder is not there.</summary>
    public static string Find(string name)
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string path = Path.Combine(folder, "..", "shared", "cases", "engine", name);
            if (File.Exists(path)) return Path.GetFullPath(path);
        }
        Assert.Skip("The shared cases (cases/engine beside the repository) are not here.");
        return "";
    }
}
