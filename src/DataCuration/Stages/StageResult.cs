using System.Diagnostics.CodeAnalysis;

namespace DataCuration;

/// <summary>What a stage decides about a document: keep it, replace it, or drop it with a reason. The default value keeps it.</summary>
public readonly struct StageResult : IEquatable<StageResult>
{
    private readonly object? payload;

    private StageResult(object payload) => this.payload = payload;

    /// <summary>Keeps the document as it is.</summary>
    public static StageResult Keep => default;

    /// <summary>Goes on with another document in its place. The same instance counts as kept.</summary>
    /// <param name="document">The document to go on with.</param>
    public static StageResult Replace(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new(document);
    }

    /// <summary>Drops the document.</summary>
    /// <param name="reason">Why: a short constant in snake_case (<c>too_short</c>); reports count by it, so it must not hold the document's data.</param>
    public static StageResult Drop(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new(reason);
    }

    /// <summary>Whether the document goes on unchanged.</summary>
    public bool IsKeep => payload is null;

    /// <summary>Whether the document is dropped; then <see cref="Reason"/> says why.</summary>
    [MemberNotNullWhen(true, nameof(Reason))]
    public bool IsDrop => payload is string;

    /// <summary>Whether another document goes on; then <see cref="Document"/> is that one.</summary>
    [MemberNotNullWhen(true, nameof(Document))]
    public bool IsReplace => payload is Document;

    /// <summary>The reason of a drop, else null.</summary>
    public string? Reason => payload as string;

    /// <summary>The document of a replacement, else null.</summary>
    public Document? Document => payload as Document;

    /// <inheritdoc/>
    public bool Equals(StageResult other) => Equals(payload, other.payload);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StageResult other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => payload?.GetHashCode() ?? 0;

    /// <summary>Compares two results.</summary>
    public static bool operator ==(StageResult left, StageResult right) => left.Equals(right);

    /// <summary>Compares two results.</summary>
    public static bool operator !=(StageResult left, StageResult right) => !left.Equals(right);

    /// <summary>The decision in words.</summary>
    public override string ToString() => payload switch { null => "keep", string reason => $"drop ({reason})", _ => $"replace ({payload})" };
}
