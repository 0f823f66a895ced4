using System.IO.Hashing;
using DataCuration.Models;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// The parts of a Hugging Face model besides its dimensions and weights: special tokens, number format, settings of generation and tokenizer. A checkpoint of a
/// training from such a model keeps them in a folder of their own.
/// </summary>
internal sealed record ModelOrigin(ModelConfiguration Configuration, CompanionFiles Companions)
{
    private const string FolderName = "huggingface";

    /// <summary>Reads the origin from a checkpoint; null if it has none.</summary>
    /// <exception cref="CheckpointException">A file is missing or damaged.</exception>
    public static ModelOrigin? ReadCheckpoint(string checkpoint, CheckpointManifest manifest)
    {
        string[] names = [.. manifest.Hashes.Keys.Where(name => name.StartsWith(FolderName + "/", StringComparison.Ordinal))];
        if (names.Length == 0) return null;
        foreach (string name in names)
        {
            string path = Path.Combine(checkpoint, name);
            if (!File.Exists(path)) throw new CheckpointException($"'{path}' is missing.");
            string found = Hash(path);
            if (found != manifest.Hashes[name])
                throw new CheckpointException($"'{path}' is damaged: its hash is {found}, but its manifest says {manifest.Hashes[name]}.");
        }
        return Read(Path.Combine(checkpoint, FolderName));
    }

    /// <summary>Writes the files to a checkpoint.</summary>
    /// <returns>The name of each file in the checkpoint, and its hash.</returns>
    public IEnumerable<(string Name, string Hash)> Write(string checkpoint)
    {
        string folder = Path.Combine(checkpoint, FolderName);
        Directory.CreateDirectory(folder);
        Configuration.Write(Path.Combine(folder, ModelConfiguration.FileName));
        Companions.Write(folder);
        return [.. Companions.Names.Append(ModelConfiguration.FileName).Select(name => ($"{FolderName}/{name}", Hash(Path.Combine(folder, name))))];
    }

    /// <summary>
    /// Returns the configuration of a model that was trained from this one: its own dimensions, and the special tokens and number format of this one.
    /// </summary>
    public ModelConfiguration ToConfiguration(DecoderOptions options) => ModelConversion.ToConfiguration(options) with
    {
        BeginTokenId = Configuration.BeginTokenId,
        EndTokenIds = Configuration.EndTokenIds,
        PaddingTokenId = Configuration.PaddingTokenId,
        ElementType = Configuration.ElementType,
        InitializerRange = Configuration.InitializerRange,
    };

    /// <summary>Reads the origin from a folder of Hugging Face.</summary>
    public static ModelOrigin Read(string folder) =>
        new(ModelConfiguration.Read(Path.Combine(folder, ModelConfiguration.FileName)), CompanionFiles.Read(folder));

    private static string Hash(string path)
    {
        var hash = new XxHash128();
        using FileStream stream = File.OpenRead(path);
        hash.Append(stream);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
