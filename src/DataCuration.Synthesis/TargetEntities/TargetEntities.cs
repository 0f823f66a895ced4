using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;

namespace DataCuration.Synthesis;

/// <summary>The entities that texts are generated about, the rarest first.</summary>
public sealed class TargetEntities : IArtifact
{
    /// <summary>Creates a list.</summary>
    /// <param name="documents">The number of documents that the entities were counted in.</param>
    /// <param name="entities">The entities, in their order.</param>
    /// <exception cref="ArgumentException">A name is empty, or a count is below 1 or above <paramref name="documents"/>.</exception>
    public TargetEntities(long documents, IEnumerable<TargetEntity> entities)
    {
        ArgumentNullException.ThrowIfNull(entities);
        Documents = documents;
        Entities = [.. entities];
        var hash = new XxHash128();
        hash.Append(BitConverter.GetBytes(documents));
        foreach (TargetEntity entity in Entities)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(entity.Name);
            if (entity.Documents < 1 || entity.Documents > documents)
                throw new ArgumentException($"Entity '{entity.Name}' is in {entity.Documents} of {documents} documents.", nameof(entities));
            byte[] name = Encoding.UTF8.GetBytes(entity.Name);
            hash.Append(BitConverter.GetBytes(entity.Documents));
            hash.Append(BitConverter.GetBytes(name.Length));
            hash.Append(name);
        }
        Fingerprint = Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>The number of documents that the entities were counted in.</summary>
    public long Documents { get; }

    /// <summary>The entities, in descending order of <see cref="InverseDocumentFrequency"/>, then in ordinal order.</summary>
    public ImmutableArray<TargetEntity> Entities { get; }

    /// <summary>A hash of the list.</summary>
    public string Fingerprint { get; }

    /// <summary>Computes ln(documents / documents with the entity): rare entities have large values.</summary>
    /// <param name="entity">The entity.</param>
    public double InverseDocumentFrequency(TargetEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeterministicMath.Log((double)Documents / entity.Documents);
    }
}
