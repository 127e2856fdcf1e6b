"use strict";(()=>{var e=localStorage.getItem("tern:theme");e&&(document.documentElement.dataset.theme=e);})();
