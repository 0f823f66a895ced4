global using DataCuration.TestKit;
