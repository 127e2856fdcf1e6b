using Tern.Benchmarks;
using Tern.Hosting;

TernHost.UseInvariantCulture();
var parsed = BenchCommands.Create().Parse(args);
var result = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? 2 : result;
