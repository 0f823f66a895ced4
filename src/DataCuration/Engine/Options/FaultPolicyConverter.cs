using System.ComponentModel;
using System.Globalization;

namespace DataCuration;

/// <summary>Converts text to a <see cref="FaultPolicy"/>, for configuration binders and other users of type descriptors.</summary>
internal sealed class FaultPolicyConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? FaultPolicy.Parse(text) : base.ConvertFrom(context, culture, value);
}
