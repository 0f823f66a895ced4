namespace DataCuration.Onnx;

/// <summary>Checks files that the user names, with messages that say what to do if there is no such file.</summary>
internal static class ModelPath
{
    /// <summary>Throws if there is no model.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static void RequireModel(string path) =>
        Require(path, "an ONNX model", "Give the path of the model.onnx that an exporter wrote; docs/onnx.md names exporters.");

    /// <summary>Throws if there is no file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="what">The kind of file.</param>
    /// <param name="remedy">A sentence that says what to give.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static void Require(string path, string what, string remedy)
    {
        Addresses.RefuseLocal(path, what);
        if (File.Exists(path)) return;
        string full = Path.GetFullPath(path);
        string problem = Directory.Exists(path) ? $"'{full}' is a folder, not {what}." : $"There is nothing at '{full}', where {what} is expected.";
        throw new FileNotFoundException($"{problem} {remedy}", full);
    }
}
