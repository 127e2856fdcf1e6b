Console.WriteLine("Tern");
