namespace DataCuration.Tokenization.Tests; public class PlaceholderTests { [Fact] public void Nothing() { } }
