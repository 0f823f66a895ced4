using System.IO.Hashing;
using System.Text.Json;

namespace DataCuration;

/// <summary>Reads the JSON header of an artifact. Its hash is the artifact's fingerprint.</summary>
internal static class HeaderFile
{
    /// <summary>Reads a header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="files">The store that it is in.</param>
    /// <param name="versionName">The name of the version's property.</param>
    /// <param name="version">The version that this library reads.</param>
    /// <param name="what">The kind of header, for messages: <c>the header of an index</c>.</param>
    /// <param name="create">Makes the result of the properties and the fingerprint.</param>
    /// <exception cref="InvalidDataException">The file is not such a header.</exception>
    public static T Read<T>(string path, IFileStore files, string versionName, int version, string what, Func<JsonElement, string, T> create)
    {
        byte[] bytes = files.ReadAllBytes(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            int found = document.RootElement.GetProperty(versionName).GetInt32();
            if (found != version) throw new InvalidDataException($"'{path}' has {versionName} {found}; this library reads {version}.");
            return create(document.RootElement, Convert.ToHexStringLower(XxHash128.Hash(bytes)));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' is not {what}: {e.Message}", e);
        }
    }

    /// <summary>Reads the header in the folder of an artifact.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The name of the header.</param>
    /// <param name="files">The store; null for the local file system.</param>
    /// <param name="version">The version that this library reads, in the property <c>version</c>.</param>
    /// <param name="what">The kind of header, for messages.</param>
    /// <param name="create">Makes the artifact of the store, the full path of the folder, the fingerprint and the properties.</param>
    public static T Load<T>(string folder, string name, IFileStore? files, int version, string what, Func<IFileStore, string, string, JsonElement, T> create)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        files ??= LocalFileStore.Instance;
        folder = files.GetFullPath(folder);
        return Read(Path.Combine(folder, name), files, "version", version, what, (root, fingerprint) => create(files, folder, fingerprint, root));
    }
}
