using System.Diagnostics.CodeAnalysis;

namespace DataCuration;

/// <summary>
/// The result of an <see cref="IDocumentExtractor"/>: a document, or a drop with its reason. Create it with <see cref="Extracted"/> or <see cref="Drop"/>.
/// The default value is neither, and an extractor that returns it fails.
/// </summary>
public readonly struct ExtractionResult : IEquatable<ExtractionResult>
{
    private readonly object? payload;

    private ExtractionResult(object payload) => this.payload = payload;

    /// <summary>Returns the extracted document.</summary>
    /// <param name="document">The document. It gets the origin of the raw document.</param>
    public static ExtractionResult Extracted(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new(document);
    }

    /// <summary>Drops the raw document.</summary>
    /// <param name="reason">A short constant in snake_case (<c>not_html</c>). Reports count drops by it, so it must not contain document data.</param>
    public static ExtractionResult Drop(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new(reason);
    }

    /// <summary>True if a document was extracted; <see cref="Document"/> is then not null.</summary>
    [MemberNotNullWhen(true, nameof(Document))]
    public bool IsExtracted => payload is Document;

    /// <summary>True if the raw document is dropped; <see cref="Reason"/> is then not null.</summary>
    [MemberNotNullWhen(true, nameof(Reason))]
    public bool IsDrop => payload is string;

    /// <summary>The extracted document, or null for a drop.</summary>
    public Document? Document => payload as Document;

    /// <summary>The reason of a drop, or null for an extracted document.</summary>
    public string? Reason => payload as string;

    /// <inheritdoc/>
    public bool Equals(ExtractionResult other) => Equals(payload, other.payload);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExtractionResult other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => payload?.GetHashCode() ?? 0;

    /// <summary>Compares two results.</summary>
    public static bool operator ==(ExtractionResult left, ExtractionResult right) => left.Equals(right);

    /// <summary>Compares two results.</summary>
    public static bool operator !=(ExtractionResult left, ExtractionResult right) => !left.Equals(right);

    /// <summary>The result as text, for logs and the debugger.</summary>
    public override string ToString() => payload switch { null => "no result", string reason => $"drop ({reason})", _ => $"extracted ({payload})" };
}
