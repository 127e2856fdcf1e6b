using Tern.Commands;
using Tern.Hosting;

TernHost.UseInvariantCulture();
var parsed = RootCommands.Create().Parse(args);
var result = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? 2 : result;
