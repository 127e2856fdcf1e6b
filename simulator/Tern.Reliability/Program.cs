using Tern.Hosting;
using Tern.Reliability;

TernHost.UseInvariantCulture();
var parsed = ReliabilityCommands.Create().Parse(args);
var result = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? 2 : result;
