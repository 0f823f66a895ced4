using System.Globalization;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Text;

namespace DataCuration;

/// <summary>
/// Records every input of an output as a list of named parts. The hash of the list is the fingerprint, by which finished work is recognized. The list itself
/// is stored with the work, so that a mismatch can be named.
/// </summary>
public sealed class FingerprintWriter
{
    private const string Null = "(null)";
    private readonly List<FingerprintPart> parts = [];
    private readonly Stack<string> scopes = new();
    private string prefix = "";
    private Dictionary<int, ArtifactOrigin>? origins;

    /// <summary>The parts so far, in the order of writing.</summary>
    public IReadOnlyList<FingerprintPart> Parts => parts;

    /// <summary>For parts that are hashes: what the hash stands for. By the part's index. Not a part of the fingerprint.</summary>
    internal IReadOnlyDictionary<int, ArtifactOrigin> Origins => origins ?? (IReadOnlyDictionary<int, ArtifactOrigin>)NoOrigins;

    private static readonly Dictionary<int, ArtifactOrigin> NoOrigins = [];

    /// <summary>Adds a text. Null differs from every text.</summary>
    /// <param name="name">The part's name, usually the option's.</param>
    /// <param name="value">The value.</param>
    [OverloadResolutionPriority(1)] // a null literal is a text
    public void Add(string name, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        parts.Add(new(prefix + name, value is null ? Null : value.Trim('\'') == Null ? $"'{value}'" : value)); // the text "(null)" is quoted
    }

    /// <summary>Adds a number.</summary>
    /// <param name="name">The part's name.</param>
    /// <param name="value">The value.</param>
    public void Add(string name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a number, such as a seed.</summary>
    /// <param name="name">The part's name.</param>
    /// <param name="value">The value.</param>
    public void Add(string name, ulong value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a number, exactly.</summary>
    /// <param name="name">The part's name.</param>
    /// <param name="value">The value.</param>
    public void Add(string name, double value) => Add(name, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Adds a Boolean.</summary>
    /// <param name="name">The part's name.</param>
    /// <param name="value">The value.</param>
    public void Add(string name, bool value) => Add(name, value ? "true" : "false");

    /// <summary>Adds an artifact, by its fingerprint.</summary>
    /// <param name="name">The part's name.</param>
    /// <param name="artifact">The artifact.</param>
    public void Add(string name, IArtifact artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        Add(name, artifact.Fingerprint, ArtifactOrigins.Find(artifact));
    }

    /// <summary>Adds a hash, with the parts that explain it to a reader. Only the hash counts for the fingerprint.</summary>
    internal void Add(string name, string hash, ArtifactOrigin? origin)
    {
        Add(name, hash);
        if (origin is not null) (origins ??= [])[parts.Count - 1] = origin;
    }

    /// <summary>Opens a scope. Parts added until <see cref="EndScope"/> get its name as a prefix.</summary>
    /// <param name="name">The scope's name.</param>
    public void BeginScope(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        scopes.Push(prefix);
        prefix = prefix + name + ".";
    }

    /// <summary>Closes the innermost scope.</summary>
    public void EndScope() => prefix = scopes.Pop();

    /// <summary>Adds the parts of another object in a scope of their own.</summary>
    /// <param name="name">The scope's name.</param>
    /// <param name="describe">Adds the parts.</param>
    public void AddScope(string name, Action<FingerprintWriter> describe)
    {
        ArgumentNullException.ThrowIfNull(describe);
        BeginScope(name);
        describe(this);
        EndScope();
    }

    /// <summary>Computes the fingerprint: the XxHash128 of all parts, as 32 hexadecimal digits.</summary>
    public string ToFingerprint() => HashOf(parts);

    /// <summary>Computes the fingerprint of a list of parts.</summary>
    internal static string HashOf(IReadOnlyList<FingerprintPart> parts)
    {
        var hash = new XxHash128();
        Span<byte> length = stackalloc byte[4];
        foreach (FingerprintPart part in parts)
        {
            Append(hash, part.Name, length);
            Append(hash, part.Value, length);
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static void Append(XxHash128 hash, string text, Span<byte> length)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        // The length comes first, so that no two different lists of parts give the same bytes.
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.Append(length);
        hash.Append(bytes);
    }
}
