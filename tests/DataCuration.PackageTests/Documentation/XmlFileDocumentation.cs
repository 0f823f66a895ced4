using System.Globalization;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace DataCuration.PackageTests.Documentation;

/// <summary>Provides the compiler with the comments of a documentation file.</summary>
internal sealed class XmlFileDocumentation : DocumentationProvider
{
    private readonly Dictionary<string, string> members;

    public XmlFileDocumentation(string path) =>
        members = XDocument.Load(path).Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!, member => member.ToString(), StringComparer.Ordinal);

    protected override string GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture,
        CancellationToken cancellationToken = default) =>
        members.GetValueOrDefault(documentationMemberID, "");

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
