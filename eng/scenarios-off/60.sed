# Whatever is marked gets another subject as well.
# in src/Tern.MailEngine.Microsoft365/Graph/GraphFiling.cs
s/\(\) => JsonContent\.Create\(change, GraphJson\.Default\.GraphMessage\)/() => new StringContent("{\\"subject\\":\\"seen\\"," + System.Text.Json.JsonSerializer.Serialize(change, GraphJson.Default.GraphMessage)[1..], System.Text.Encoding.UTF8, "application\/json")/
