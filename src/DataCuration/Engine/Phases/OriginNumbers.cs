using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>Numbers origins in the order in which they are written. Origins with the same content have the same number.</summary>
internal sealed class OriginNumbers
{
    private readonly Dictionary<UInt128, int> numbers = [];
    private readonly Dictionary<ArtifactOrigin, UInt128> hashes = new(ReferenceEqualityComparer.Instance);

    /// <summary>Adds an origin, after those that it contains.</summary>
    public void Add(ArtifactOrigin origin) => numbers.Add(Hash(origin), numbers.Count);

    /// <summary>Returns the number of an origin that was added.</summary>
    public bool TryGet(ArtifactOrigin origin, out int number) => numbers.TryGetValue(Hash(origin), out number);

    private UInt128 Hash(ArtifactOrigin origin)
    {
        // By reference first: the origins of an origin are shared, and a walk over all paths would double with every level.
        if (hashes.TryGetValue(origin, out UInt128 known)) return known;
        var hash = new XxHash128();
        Append(hash, origin.Name);
        foreach (FingerprintPart part in origin.Parts)
        {
            Append(hash, part.Name);
            Append(hash, part.Value);
        }
        foreach ((int part, ArtifactOrigin inner) in origin.Origins)
        {
            UInt128 value = Hash(inner);
            hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in part)));
            hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in value)));
        }
        return hashes[origin] = hash.GetCurrentHashAsUInt128();
    }

    private static void Append(XxHash128 hash, string text)
    {
        int length = text.Length;
        hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in length)));
        hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
    }
}
