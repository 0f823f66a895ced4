namespace DataCuration.FastText;

/// <summary>Opens files that the user names, with messages that say what to do if there is no such file, or the path is an address.</summary>
internal static class ModelPath
{
    private const string HowToGet = "Give the path of a .bin or .ftz file: one that FastTextModel.Save wrote, or one from fasttext.cc, such as lid.176.bin.";

    /// <summary>Opens a model.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static FileStream OpenModel(string path)
    {
        Require(path, "fastText model", HowToGet);
        return new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
    }

    /// <summary>Throws if a file of word vectors does not exist. Called before a training begins.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static void RequireVectors(string? path)
    {
        if (path is not null)
            Require(path, "file of word vectors", "Correct PretrainedVectors, or leave it out.");
    }

    /// <summary>Throws if a training or validation text does not exist.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static void RequireText(string path) =>
        Require(path, "training text", "Give a text file with one example in each line, such as '__label__good some text'.");

    private static void Require(string path, string what, string remedy)
    {
        Addresses.RefuseLocal(path, $"a {what}");
        if (File.Exists(path)) return;
        string full = Path.GetFullPath(path);
        string problem = Directory.Exists(path) ? $"'{full}' is a folder, not a {what}." : $"There is no {what} at '{full}'.";
        throw new FileNotFoundException($"{problem} {remedy}", full);
    }
}
