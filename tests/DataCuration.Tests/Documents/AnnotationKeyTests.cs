using CsCheck;

namespace DataCuration.Tests.Documents;

public sealed class AnnotationKeyTests
{
    [Fact]
    public void With_EverySupportedType_ReadsBackTheSame()
    {
        Check(Gen.Bool);
        Check(Gen.Int);
        Check(Gen.Long);
        Check(Gen.Float);
        Check(Gen.Double);
        Check(Gen.String);

        static void Check<T>(Gen<T> values) => values.Sample(value =>
        {
            var key = new AnnotationKey<T>("key");
            Assert.Equal(value, new Document("a", "t").With(key, value).Get(key));
        }, iter: 200);
    }

    [Fact]
    public void TryGet_NumberOutsideTheInt_IsNotFound()
    {
        Document document = new Document("a", "t").With(new AnnotationKey<long>("n"), int.MaxValue + 1L);
        Assert.False(document.TryGet(new AnnotationKey<int>("n"), out _));
        Assert.Equal(int.MaxValue + 1.0, document.Get(new AnnotationKey<double>("n")));
    }

    [Fact]
    public void TryGet_JsonNumber_IsADouble()
    {
        Document document = new Document("a", "t").Edit().Set("n", AnnotationValue.FromJson("12345678901234567890.125"u8.ToArray()))
            .Set("list", AnnotationValue.FromJson("[1]"u8.ToArray())).Build();
        Assert.Equal(12345678901234567890.125, document.Get(new AnnotationKey<double>("n")));
        Assert.False(document.TryGet(new AnnotationKey<long>("n"), out _));
        Assert.False(document.TryGet(new AnnotationKey<double>("list"), out _));
    }

    [Fact]
    public void New_UnsupportedTypeOrNoName_Throws()
    {
        Assert.Throws<NotSupportedException>(() => new AnnotationKey<decimal>("price"));
        Assert.Throws<ArgumentException>(() => new AnnotationKey<int>(" "));
    }
}
