using System.Text;

namespace DataCuration.Synthesis;

/// <summary>
/// The generation plan of TOP-Training (saptarshi059/CDQA): for each target entity a number of prompts <c>Title: ENTITY</c>, as documents. A later stage
/// sends them to a language model and continues them; several contexts for one entity need a temperature above 0.
/// </summary>
/// <remarks>
/// TOP-Training generates with Galactica 1.3B, at most 2,048 tokens, top-p 0.9 and temperature 0.9. The id of a prompt is <c>entity-RANK-CONTEXT</c>, with the
/// entity's place in the list and the number of the context, both from 1.
/// </remarks>
/// <param name="entities">The entities.</param>
public sealed class EntityPromptSource(TargetEntities entities) : IShardedSource
{
    /// <summary>The start of a prompt.</summary>
    public const string Prefix = "Title: ";

    /// <summary>The entity of a prompt.</summary>
    public static readonly AnnotationKey<string> Entity = new("target_entity");

    /// <summary>The number of the context, from 1.</summary>
    public static readonly AnnotationKey<int> Context = new("target_context");

    /// <summary>The entity's inverse document frequency (<see cref="TargetEntities.InverseDocumentFrequency"/>).</summary>
    public static readonly AnnotationKey<double> InverseDocumentFrequency = new("target_idf");

    private const int PromptsPerShard = 10_000;
    private const int BytesPerPrompt = 40;
    private readonly TargetEntities entities = entities ?? throw new ArgumentNullException(nameof(entities));

    /// <summary>The number of contexts for each entity.</summary>
    /// <value>At least 1; default 10 (TOP-Training).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Contexts
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Contexts must be at least 1.");
    } = 10;

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add("entities", entities);
        writer.Add(nameof(Contexts), Contexts);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken) =>
        new(GeneratedShards.List("entity-prompts", (long)entities.Entities.Length * Contexts, PromptsPerShard, BytesPerPrompt));

    /// <inheritdoc/>
    public IShardReader Open(SourceShard shard, ReadLimits limits) => GeneratedShards.Open(shard, Create);

    private Document Create(long number, DocumentOrigin origin)
    {
        (long rank, long context) = Math.DivRem(number, Contexts);
        TargetEntity entity = entities.Entities[(int)rank];
        string id = $"entity-{GeneratedShards.Format(rank + 1)}-{GeneratedShards.Format(context + 1)}";
        return new Document(Encoding.UTF8.GetBytes(id), Encoding.UTF8.GetBytes(Prefix + entity.Name), origin).Edit()
            .Set(Entity, entity.Name).Set(Context, (int)context + 1).Set(InverseDocumentFrequency, entities.InverseDocumentFrequency(entity)).Build();
    }
}
