using System.Diagnostics.CodeAnalysis;

namespace DataCuration;

/// <summary>The result of a stage for a document: keep it, replace it, or drop it with a reason. The default value keeps it.</summary>
public readonly struct StageResult : IEquatable<StageResult>
{
    private readonly object? payload;

    private StageResult(object payload) => this.payload = payload;

    /// <summary>Keeps the document as it is.</summary>
    public static StageResult Keep => default;

    /// <summary>Replaces the document by another one. The same instance counts as kept.</summary>
    /// <param name="document">The new document.</param>
    public static StageResult Replace(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new(document);
    }

    /// <summary>Drops the document.</summary>
    /// <param name="reason">The reason: a short constant in snake_case, such as <c>too_short</c>. Reports count by it: no document data in it.</param>
    public static StageResult Drop(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new(reason);
    }

    /// <summary>Drops the document and adds to the drop output what the stage found, such as the measured values that led to the decision.</summary>
    /// <param name="reason">The reason; see <see cref="Drop(string)"/>.</param>
    /// <param name="annotated">The document with the annotations to write to <see cref="Corpus.DropsTo"/>.</param>
    public static StageResult Drop(string reason, Document annotated)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentNullException.ThrowIfNull(annotated);
        return new(new AnnotatedDrop(reason, annotated));
    }

    /// <summary>True if the document is kept unchanged.</summary>
    public bool IsKeep => payload is null;

    /// <summary>True if the document is dropped, for <see cref="Reason"/>.</summary>
    [MemberNotNullWhen(true, nameof(Reason))]
    public bool IsDrop => payload is string or AnnotatedDrop;

    /// <summary>True if the document is replaced by <see cref="Document"/>.</summary>
    [MemberNotNullWhen(true, nameof(Document))]
    public bool IsReplace => payload is Document;

    /// <summary>The reason for the drop; otherwise null.</summary>
    public string? Reason => payload as string ?? (payload as AnnotatedDrop)?.Reason;

    /// <summary>The new document of a replacement; otherwise null.</summary>
    public Document? Document => payload as Document;

    /// <summary>The document that the drop output gets, if the stage annotated it; otherwise null.</summary>
    public Document? DroppedDocument => (payload as AnnotatedDrop)?.Document;

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

    /// <summary>Returns the result as text.</summary>
    public override string ToString() => payload switch { null => "keep", string or AnnotatedDrop => $"drop ({Reason})", _ => $"replace ({payload})" };

    private sealed record AnnotatedDrop(string Reason, Document Document);
}
