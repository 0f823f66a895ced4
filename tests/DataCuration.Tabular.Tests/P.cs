namespace DataCuration.Tabular.Tests; public class PlaceholderTests { [Fact] public void Nothing() { } }
